#include "sim/scenario/delay_reading.h"

#include <fmt/format.h>

#include "sim/scenario/typed_value.h"

namespace shadowsim::scenario {
namespace {

DelayDistribution read_pair(const Node& pair, const std::string& path, Problems& problems) {
  if (!is_readable(&pair)) return {};
  const Duration first = duration_of(&pair.items[0]);
  const Duration second = duration_of(&pair.items[1]);
  if (pair.key == "normal") return DelayDistribution::normal(first, second);
  if (first <= second) return DelayDistribution::uniform(first, second);
  if (is_readable(&pair.items[1]))
    problems.add(pair.place, fmt::format("{}.uniform ends before it begins: {} is less than {}",
                                         path, to_text(second), to_text(first)));
  return {};
}

}  // namespace

DelayDistribution read_delay(const Node* node, const std::string& path, Problems& problems) {
  if (!is_readable(node)) return {};
  if (node->kind == Node::Kind::kScalar) return DelayDistribution::constant(duration_of(node));
  for (const Node& item : node->items) {
    if (item.key == "uniform" || item.key == "normal") return read_pair(item, path, problems);
    const Duration mean = duration_of(&item);
    if (mean > Duration::zero()) return DelayDistribution::exponential(mean);
  }
  return {};
}

}  // namespace shadowsim::scenario
