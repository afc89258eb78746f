#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/delay_distribution.h"
#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/endpoint_rules.h"

// A scenario as the rest of the program sees it: typed, and valid by construction. The reader
// (scenario_reader.h) refuses whatever would break what is promised here, so nobody checks again.
// What each key means to its author is said in one place, the schema (schema.h).
namespace shadowsim::scenario {

// One top-level property of a section and its value.
struct Property {
  std::string name;
  std::string value;  // compact JSON text; never null

  friend bool operator==(const Property&, const Property&) = default;
};

// A name with places for numbers: "light-{index:4}" is light-0012 for index 12. "{thing}" stands
// for the light's thing name, in its client ID's pattern only.
class NamePattern {
 public:
  NamePattern() = default;

  // Requires: the reader has found it well formed.
  explicit NamePattern(std::string text) : text_{std::move(text)} {}

  // `index` counts from 0; `thing` replaces "{thing}".
  std::string name(std::uint32_t index, const std::string& thing = {}) const;

  const std::string& text() const { return text_; }

  friend bool operator==(const NamePattern&, const NamePattern&) = default;

 private:
  std::string text_;
};

// One of the shadows that every light has.
struct Shadow {
  std::string name;                     // empty: the classic shadow, which has none
  std::vector<Property> initial_state;  // what a light is before anybody changes it; not empty

  // What scenarios call it: its name, or "classic".
  std::string_view title() const { return name.empty() ? "classic" : std::string_view{name}; }

  friend bool operator==(const Shadow&, const Shadow&) = default;
};

// Files in PEM by which sessions show who they are, a pair for each session. Relative names count from
// the folder of the scenario's file, see Scenario::path().
struct Certificates {
  NamePattern certificate;
  NamePattern key;

  // The pair of the session of that number; `thing` as in NamePattern::name(). As written.
  CertificateFiles files(std::uint32_t index, const std::string& thing = {}) const;
};

enum class MqttVersion : std::uint8_t { k311, k5 };

struct Fleet {
  std::uint32_t lights = 1;               // at least 1
  NamePattern thing_name;                 // gives every light another legal thing name
  NamePattern client_id;                  // gives every light another client ID of 1 to 128 bytes
  std::vector<Shadow> shadows{Shadow{}};  // of each light, at least one; all names differ
  Rate connect_rate;                      // connects begun per second, above 0
  std::uint32_t connects_in_flight = 50;  // connects waiting for their answer at a time, at least 1
  Rate check_rate{2000};                  // gets of the final check per second, above 0
  Duration connect_timeout{};             // for one connect, TCP to CONNACK; above 0
  Duration answer_timeout{};  // for an answer of the service, before a light asks again; above 0
  DelayDistribution apply_delay;      // from a delta's arrival to its being applied and reported
  std::chrono::seconds keep_alive{};  // 0 to 65535 s
  MqttVersion mqtt_version = MqttVersion::k5;  // of all sessions, the apps' included
  std::uint8_t qos = 1;                        // 0 or 1, of all publishes and subscriptions
  bool careful = true;  // whether lights and apps keep to connection::Manners

  std::optional<Certificates>
      certificates;            // one for each light; none: they have none of their own
  std::string ca_certificate;  // with those: whom all sessions trust, a file named as they are

  std::string thing(LightId light) const { return thing_name.name(light.value); }
  std::string client(LightId light) const { return client_id.name(light.value, thing(light)); }

  // The light of that thing name.
  std::optional<LightId> find(const std::string& thing) const;

  const Shadow& shadow(ShadowId shadow) const { return shadows[shadow.value]; }
};

// Sessions that set desired values, as a phone app would. Light L is driven by app L mod sessions,
// unless the fleet is played in shards that these cannot be divided among (schedule/shard.h).
struct Apps {
  std::uint32_t sessions = 1;  // at least 1
  NamePattern client_id;
  std::optional<Certificates>
      certificates{};  // one for each session; only where the fleet has some

  std::string client(AppId app) const { return client_id.name(app.value); }
};

enum class Section : std::uint8_t { kDesired, kReported };

// --- where a property's next value comes from -------------------------------------------------

// Any of the values, equally likely, but never the one this light was last given here (unless there
// is just one). What the light is to begin with counts as given.
struct OneOf {
  std::vector<std::string> values;  // compact JSON texts, all different, at least one
};

// Whole numbers min to max, both included, equally likely.
struct IntegerRange {
  std::int64_t min = 0;
  std::int64_t max = 0;  // at least min
};

// Numbers from min up to max, equally likely.
struct NumberRange {
  double min = 0;
  double max = 0;  // above min; both finite
};

// The two values in turn, for each light on its own; `first` first.
struct Toggle {
  std::string first;  // compact JSON texts, different from one another
  std::string second;
};

// The values one after another and again from the start, for each light on its own.
struct Sequence {
  std::vector<std::string> values;  // compact JSON texts, at least one
};

using ValueSource = std::variant<OneOf, IntegerRange, NumberRange, Toggle, Sequence>;

struct PropertyValues {
  std::string property;
  ValueSource source;
};

// --- which lights -----------------------------------------------------------------------------

struct AllLights {};  // each equally likely

// The first `share` of the fleet (rounded up), each of them equally likely.
struct ShareOfLights {
  double share = 1;  // above 0, at most 1

  // How many lights that is: at least one.
  std::uint32_t of(std::uint32_t lights) const;
};

// All lights, a few of them often: light of rank r with a probability in proportion to
// 1/(r+1)^skew.
struct SkewedLights {
  double skew = 1;  // 0 to 10
};

// Just these, each equally likely.
struct NamedLights {
  std::vector<LightId> lights;  // all different, at least one
};

using LightChoice = std::variant<AllLights, ShareOfLights, SkewedLights, NamedLights>;

// --- the timeline -----------------------------------------------------------------------------

// A rate that grows or shrinks in equal steps: steps rates, the first `from`, the last `to`, each
// held for the same time. One step with from == to is a constant rate.
struct RateProfile {
  Rate from;  // above 0
  Rate to;    // above 0
  std::uint32_t steps = 1;
};

// Where the highest rate is looked for at which the thresholds hold.
struct RateBounds {
  Rate from;            // above 0
  Rate to;              // at least from
  double within = 0.1;  // how near to one another, by ratio, the end is: 0.1 is ten per cent
};

enum class Arrivals : std::uint8_t {
  kPoisson,  // independent of one another, as from many people: exponential gaps
  kUniform,  // evenly spaced
};

// Changes of one section at a rate.
struct ChangeStream {
  Section section = Section::kDesired;
  RateProfile rate;
  bool is_searched =
      false;  // the rate stands for the one that is to be found, see Scenario::search
  Arrivals arrivals = Arrivals::kPoisson;
  LightChoice lights;
  ShadowId shadow;                     // which of the fleet's the changes are of
  std::vector<PropertyValues> values;  // each change sets all of them; at least one, names differ

  // For reported changes: whether the light sets desired to the same value in the same update, as
  // the AWS sample does, so that the service does not ask it to go back.
  bool sets_desired = false;
};

// A stretch of churn: streams that run beside one another for `length`.
struct Churn {
  Duration length{};                  // above 0
  std::vector<ChangeStream> streams;  // at least one
  bool measured = true;               // false in a warm-up: outcomes count, latencies are left out
};

// One change at one moment.
struct ScriptedChange {
  std::optional<Duration> at;   // since the timeline's start; none: when the step before has ended
  std::vector<LightId> lights;  // all different, at least one; each gets a change of its own
  ShadowId shadow;              // which of the fleet's
  Section section = Section::kDesired;
  std::vector<Property> properties;  // at least one
  bool sets_desired = false;         // as in ChangeStream
};

struct Pause {
  Duration length{};
};

// What an endpoint says to an MQTT 5 client whose connection it ends.
enum class Farewell : std::uint8_t { kNone, kServerBusy, kShuttingDown };

// The endpoint ends connections, all at one moment.
struct Disconnect {
  std::optional<Duration> at{};  // as in ScriptedChange
  double share = 1;              // of all that are there, the apps' included; above 0, at most 1
  Farewell reason = Farewell::kNone;

  // Whether the connection of that place among all, counted from 0, is one of the share, which is rounded
  // up and spread evenly.
  bool takes(std::size_t place) const;

  friend bool operator==(const Disconnect&, const Disconnect&) = default;
};

// Steps follow one another: each begins when all before it have ended. A scripted change and a disconnect
// take no time; one with `at` comes at that moment, wherever it stands, and has ended then.
using Step = std::variant<Churn, ScriptedChange, Pause, Disconnect>;

// --- thresholds -------------------------------------------------------------------------------

enum class Comparison : std::uint8_t { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual };

// What must hold of the result: a metric, or a metric over another one, compared with a number.
struct Threshold {
  std::string expression;           // as written
  std::string metric;               // a path in summary.json: "latency_us.convergence.p99"
  std::optional<std::string> over;  // the metric to divide by, if any
  Comparison comparison = Comparison::kLess;
  double limit = 0;  // in the metric's own unit: a limit written "250ms" is 250000 for a latency
};

struct Scenario {
  std::string name;         // letters, digits, '-' and '_': it names the results directory
  std::string description;  // may be empty
  std::string file;         // as the user named it
  std::string text;         // YAML that plays the same without overrides
  std::uint64_t seed = 0;
  Fleet fleet;
  Apps apps;
  EndpointRules endpoint;      // of the embedded one; another endpoint has its own
  std::vector<Step> timeline;  // at least one step
  Duration drain{};  // how long to wait at most, after the timeline, for changes still open
  std::vector<Threshold> thresholds;
  std::optional<RateBounds> search;  // with a searched stream, of which there is one at most

  // From the timeline's start to the end of its last step.
  Duration length() const;

  // When each step begins, since the timeline's start.
  std::vector<Duration> starts() const;

  // A file that the scenario names: an absolute name as it is, another one in the folder of its file.
  std::string path(const std::string& written) const;

  // The certificate that a session shows, as paths; empty ones where it has none of its own. An app
  // beyond the scenario's, as a shard may need (schedule/shard.h), has that of the app it is like.
  CertificateFiles certificate(LightId light) const;
  CertificateFiles certificate(AppId app) const;

  // The disconnect steps, in order of time, each with its moment since the timeline's start.
  std::vector<std::pair<Duration, Disconnect>> disconnects() const;
};

}  // namespace shadowsim::scenario
