#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/base/units.h"
#include "sim/scenario/endpoint_rules.h"
#include "sim/scenario/overrides.h"

namespace shadowsim::scenario {

// A scenario with the key `find_limits`: valid by construction. What each key means is said in the schema.
struct LimitsScenario {
  std::string name;  // as a Scenario's
  std::string description;
  std::string file;                 // as the user named it
  EndpointRules endpoint;           // of the embedded one; its quotas are looked for
  std::vector<std::string> quotas;  // keys of a quota file; empty: all that there is a probe for
  Duration window{};                // above 0
  double up_to = 2;                 // at least 1.2
};

// Reads the file as one if it has the key; none where it has not, or cannot be read as YAML: then it is for
// read_scenario() to read. `probed` are the quotas that may be named.
// Errors: as read_scenario().
Result<std::optional<LimitsScenario>> read_limits_scenario(const std::string& file,
                                                           const Overrides& overrides,
                                                           std::span<const std::string> probed);

// The same for a text at hand; `file` is what to call it.
Result<std::optional<LimitsScenario>> read_limits_text(std::string_view text,
                                                       const std::string& file,
                                                       const Overrides& overrides,
                                                       std::span<const std::string> probed);

}  // namespace shadowsim::scenario
