#include "sim/demand/steady.h"

#include <algorithm>
#include <chrono>
#include <variant>

namespace shadowsim::demand {
namespace {

constexpr Duration kHeldLongest = std::chrono::minutes{10};

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double changes_of(const scenario::Churn& churn) {
  double changes = 0;
  for (const auto& stream : churn.streams)
    changes +=
        (stream.rate.from.per_second + stream.rate.to.per_second) / 2 * seconds(churn.length);
  return changes;
}

// How long the churn has to be for each of its rates to be held long enough.
Duration length_enough(const scenario::Churn& churn) {
  std::uint32_t steps = 1;
  for (const auto& stream : churn.streams)
    steps = std::max(steps, stream.rate.steps);
  return kHeldLongest * steps;
}

}  // namespace

Steady steady_of(const scenario::Scenario& scenario, double changes_most) {
  Steady steady{scenario, std::vector<double>(scenario.timeline.size(), 1), false};
  double changes = 0;
  for (auto& step : steady.scenario.timeline) {
    auto* const churn = std::get_if<scenario::Churn>(&step);
    if (churn == nullptr) continue;
    for (auto& stream : churn->streams) {
      if (stream.is_searched) stream.rate = {scenario.search->to, scenario.search->to, 1};
    }
    changes += changes_of(*churn);
  }
  if (changes <= changes_most) return steady;
  for (std::size_t i = 0; i < steady.weights.size(); ++i) {
    auto* const churn = std::get_if<scenario::Churn>(&steady.scenario.timeline[i]);
    if (churn == nullptr || churn->length <= length_enough(*churn)) continue;
    const double length = seconds(churn->length);
    churn->length = length_enough(*churn);
    steady.weights[i] = length / seconds(churn->length);
    steady.is_cut = true;
  }
  return steady;
}

}  // namespace shadowsim::demand
