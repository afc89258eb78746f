#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/scenario/overrides.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::scenario {

// Reads a scenario file, changes it as `overrides` say, and makes the typed scenario of it.
// `metric_names` are those that thresholds may name; one that ends in ".*" stands for any last
// part, and with none at all every name is good. Errors: kUsage, with one line for each problem,
// all of them together: "FILE:LINE:COLUMN: what is wrong, what is allowed", or "--set PATH=VALUE:
// ..." for an override. A file that cannot be read at all is one line, "FILE: why".
Result<Scenario> read_scenario(const std::string& file, const Overrides& overrides,
                               std::span<const std::string> metric_names);

// The same for a text at hand; `file` is what to call it.
Result<Scenario> read_scenario_text(std::string_view text, const std::string& file,
                                    const Overrides& overrides,
                                    std::span<const std::string> metric_names);

}  // namespace shadowsim::scenario
