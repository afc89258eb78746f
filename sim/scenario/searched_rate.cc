#include "sim/scenario/searched_rate.h"

#include <variant>

#include "sim/scenario/typed_value.h"

namespace shadowsim::scenario {
namespace {

// Null where no stream's rate is to be found.
ChangeStream* searched_stream(Scenario& scenario) {
  for (Step& step : scenario.timeline) {
    auto* const churn = std::get_if<Churn>(&step);
    if (churn == nullptr) continue;
    for (ChangeStream& stream : churn->streams) {
      if (stream.is_searched) return &stream;
    }
  }
  return nullptr;
}

}  // namespace

void read_search(const Node& root, Scenario& scenario, Problems& problems) {
  ChangeStream* const stream = searched_stream(scenario);
  const Node* const search = root.find("search");
  if (stream == nullptr || !is_readable(search)) return;
  const Node* const to = search->find("to");
  const RateBounds bounds{rate_of(search->find("from")), rate_of(to),
                          number_of(search->find("within"))};
  stream->rate = {bounds.from, bounds.from, 1};
  scenario.search = bounds;
  if (is_readable(to) && bounds.from > bounds.to)
    problems.add(to->place, "search.to must not be below search.from");
  if (scenario.thresholds.empty())
    problems.add(root.find("timeline")->introduced_at(),
                 "'rate: find' needs thresholds: it finds the highest rate at which they hold");
}

}  // namespace shadowsim::scenario
