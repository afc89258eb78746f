#include "sim/measure/leaf.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace shadowsim::measure {

bool overlap(const Leaf& a, const Leaf& b) {
  std::string_view above = a.path;
  std::string_view below = b.path;
  if (above.size() > below.size()) std::swap(above, below);
  return below.starts_with(above) && (above.size() == below.size() || below[above.size()] == '/');
}

bool overlaps_any(const Leaf& leaf, std::span<const Leaf> others) {
  return std::any_of(others.begin(), others.end(),
                     [&](const Leaf& other) { return overlap(leaf, other); });
}

void put(std::vector<Leaf>& leaves, std::span<const Leaf> later) {
  std::erase_if(leaves, [&](const Leaf& leaf) { return overlaps_any(leaf, later); });
  leaves.insert(leaves.end(), later.begin(), later.end());
}

bool agrees(std::span<const Leaf> leaves, const Leaf& wanted) {
  return std::none_of(leaves.begin(), leaves.end(),
                      [&](const Leaf& leaf) { return leaf != wanted && overlap(leaf, wanted); });
}

}  // namespace shadowsim::measure
