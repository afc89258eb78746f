#include "sim/measure/instrument_check.h"

#include <optional>
#include <string_view>
#include <utility>

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

// Whether what the endpoint has counted can be what the sessions have: each publish has come there, unless a
// connection was lost with some under way, and nobody has got a message that was not passed.
std::optional<std::string> books_of_both_sides(const RunResult& result) {
  if (!result.refusals.endpoint || !result.complete) return std::nullopt;
  const JudgedPackets& judged = result.refusals.endpoint->packets;
  const std::uint64_t came = judged.publishes_passed + judged.publishes_refused;
  const std::uint64_t published = result.messages.published + result.background.published;
  const std::uint64_t received = result.messages.received + result.background.received;
  const bool is_lossy = result.connections.lost > 0;
  if (came == published || (is_lossy && came < published)) {
    if (received <= judged.deliveries_passed) return std::nullopt;
    return fmt::format("the sessions have received {} messages, the endpoint has delivered {}",
                       received, judged.deliveries_passed);
  }
  return fmt::format("the sessions have published {} messages, the endpoint has counted {}",
                     published, came);
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
  for (const auto& [quota, taken] : result.background.quotas) {
    if (result.complete && !taken.trouble.empty())
      warnings.push_back(fmt::format("background, {}: {}", quota, taken.trouble));
  }
  if (auto books = books_of_both_sides(result)) warnings.push_back(*std::move(books));
  return warnings;
}

}  // namespace shadowsim::measure
