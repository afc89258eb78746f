#include "sim/terminal/fleet_scenario.h"

#include "sim/probe/catalogue.h"
#include "sim/scenario/limits_scenario.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/threshold_names.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {

Result<scenario::Scenario> read_fleet_scenario(const std::string& file,
                                               const scenario::Overrides& overrides) {
  const auto text = read_text_file(file);  // once: it may be a pipe
  if (text.has_error()) return text.error();
  const auto limits = scenario::read_limits_text(*text, file, overrides, probe::probed_quotas());
  if (limits.has_error()) return limits.error();
  if (*limits)
    return usage_error(file +
                       ": a scenario with find_limits has no fleet; it is for run and check");
  return scenario::read_scenario_text(*text, file, overrides, threshold_names());
}

}  // namespace shadowsim::terminal
