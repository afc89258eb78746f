#include "sim/measure/instrument_check.h"

#include <string_view>

#include <fmt/format.h>

#include "sim/measure/metric.h"

namespace shadowsim::measure {
namespace {

void warn_of_share(std::vector<std::string>& warnings, const RunResult& result,
                   std::string_view metric, std::string_view what, std::string_view remedy) {
  const double share = metric_value(result, metric).value();
  if (!(share > kNotableShare)) return;  // nor where it is no number
  warnings.push_back(
      fmt::format("{} is {:.0f} % of the convergence's p50: {}", what, 100 * share, remedy));
}

}  // namespace

std::vector<std::string> instrument_warnings(const RunResult& result) {
  std::vector<std::string> warnings;
  const auto& busiest = result.instrument.busiest_thread;
  if (busiest && *busiest > kFullThread) {
    warnings.push_back(fmt::format(
        "this run measured the harness, not the service: a thread of it was running for {:.0f} % "
        "of the time; use {}more workers",
        100 * *busiest, result.client == "mosquitto" ? "" : "--client mosquitto or "));
  }
  warn_of_share(warnings, result, "instrument.floor_share", "the floor of a round trip",
                "part of what was measured is the MQTT client");
  warn_of_share(warnings, result, "instrument.lag_share", "the scheduling lag",
                "changes were sent late, by a machine that was busy");
  return warnings;
}

}  // namespace shadowsim::measure
