#include "sim/scenario/timeline_length.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace shadowsim::scenario {
namespace {

Churn* last_churn(std::vector<Step>& timeline) {
  for (auto step = timeline.rbegin(); step != timeline.rend(); ++step) {
    auto* churn = std::get_if<Churn>(&*step);
    if (churn != nullptr && churn->measured) return churn;
  }
  return nullptr;
}

}  // namespace

Result<void> set_length(Scenario& scenario, Duration length) {
  Churn* const churn = last_churn(scenario.timeline);
  if (churn == nullptr) return usage_error("the scenario has no churn step to lengthen or shorten");
  const auto length_with = [&](Duration churn_length) {
    churn->length = churn_length;
    return scenario.length();
  };
  const Duration written = churn->length;
  // So long that no change with `at` comes later.
  constexpr Duration kVeryLong = std::chrono::hours{2 * 8784};
  const Duration around = length_with(kVeryLong) - kVeryLong;
  if (length > around && length_with(length - around) == length) return {};
  const Duration others = length_with(Duration::zero());
  churn->length = written;
  return usage_error(fmt::format(
      "the timeline cannot end after {}: without its last churn step it takes {} already",
      to_text(length), to_text(others)));
}

double expected_changes(const Scenario& scenario) {
  double changes = 0;
  for (const Step& step : scenario.timeline) {
    if (const auto* change = std::get_if<ScriptedChange>(&step))
      changes += static_cast<double>(change->lights.size());
    const auto* churn = std::get_if<Churn>(&step);
    if (churn == nullptr) continue;
    const double seconds = std::chrono::duration<double>(churn->length).count();
    for (const auto& stream : churn->streams)
      changes += (stream.rate.from.per_second + stream.rate.to.per_second) / 2 * seconds;
  }
  return changes;
}

}  // namespace shadowsim::scenario
