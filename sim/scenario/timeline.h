#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/delay_distribution.h"
#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/light_choice.h"
#include "sim/scenario/property.h"
#include "sim/scenario/value_source.h"

// What happens in a scenario, step after step.
namespace shadowsim::scenario {

enum class Section : std::uint8_t { kDesired, kReported };

// A rate that grows or shrinks in equal steps: steps rates, the first `from`, the last `to`, each
// held for the same time. One step with from == to is a constant rate.
struct RateProfile {
  Rate from;  // above 0
  Rate to;    // above 0
  std::uint32_t steps = 1;
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

// The links of some lights to the endpoint have a fault for a while, beside the steps that follow.
struct LinkFault {
  std::optional<Duration> at{};              // as in ScriptedChange
  Duration length{};                         // above 0
  std::vector<LightId> lights{};             // whose links, all different, at least one
  DelayDistribution delay{};                 // of what passes, each way
  std::optional<std::uint64_t> bandwidth{};  // bytes a second each way, 1 to 1e9; none: no limit
  bool is_silent = false;                    // nothing passes, and nothing ends

  // For people: "delay 50ms, bandwidth 2000 bytes/s, silence".
  std::string what() const;

  friend bool operator==(const LinkFault&, const LinkFault&) = default;
};

// What only an endpoint of our own can carry out.
using EndpointStep = std::variant<Disconnect, LinkFault>;

// Steps follow one another: each begins when all before it have ended. A scripted change, a disconnect and
// the beginning of a link fault take no time; one with `at` comes at that moment, wherever it stands, and has
// ended then.
using Step = std::variant<Churn, ScriptedChange, Pause, Disconnect, LinkFault>;

}  // namespace shadowsim::scenario
