#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/background.h"
#include "sim/scenario/endpoint_rules.h"
#include "sim/scenario/fleet.h"
#include "sim/scenario/threshold.h"
#include "sim/scenario/timeline.h"

// A scenario as the rest of the program sees it: typed, and valid by construction. The reader
// (scenario_reader.h) refuses whatever would break what is promised here and in the headers of its parts,
// so nobody checks again. What each key means to its author is said in one place, the schema (schema.h).
namespace shadowsim::scenario {

// Where the highest rate is looked for at which the thresholds hold.
struct RateBounds {
  Rate from;            // above 0
  Rate to;              // at least from
  double within = 0.1;  // how near to one another, by ratio, the end is: 0.1 is ten per cent
};

struct Scenario {
  std::string name;         // letters, digits, '-' and '_': it names the results directory
  std::string description;  // may be empty
  std::string file;         // as the user named it
  std::string text;         // YAML that plays the same without overrides
  std::uint64_t seed = 0;
  Fleet fleet;
  Apps apps;
  EndpointRules endpoint;  // of the embedded one; another endpoint has its own
  std::optional<Background> background;
  std::vector<Step> timeline;  // at least one step
  Duration drain{};  // how long to wait at most, after the timeline, for changes still open
  std::vector<Threshold> thresholds;
  std::optional<RateBounds> search;  // with a searched stream, of which there is one at most

  // From the timeline's start to the end of its last step, and of its last link fault.
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

  // Those and the link faults: the steps that an endpoint carries out, in order of time, each with its moment since the timeline's
  // start.
  std::vector<std::pair<Duration, EndpointStep>> endpoint_steps() const;

  bool has_link_faults() const;
};

}  // namespace shadowsim::scenario
