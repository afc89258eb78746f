#include "sim/measure/light_book.h"

#include <algorithm>
#include <utility>

namespace shadowsim::measure {

bool put_newer(std::vector<VersionedLeaf>& known, const Leaf& leaf, std::uint64_t version) {
  const auto overlaps = [&](const VersionedLeaf& each) { return overlap(each.leaf, leaf); };
  const bool is_overtaken = std::any_of(known.begin(), known.end(), [&](const VersionedLeaf& each) {
    return overlaps(each) && each.version > version;
  });
  if (is_overtaken) return false;
  std::erase_if(known, overlaps);
  known.push_back({leaf, version});
  return true;
}

std::optional<SentReport> LightBook::take(std::uint32_t report) {
  const auto found =
      std::find_if(under_way.begin(), under_way.end(),
                   [report](const SentReport& sent) { return sent.number == report; });
  if (found == under_way.end()) return std::nullopt;
  SentReport taken = std::move(*found);
  under_way.erase(found);
  return taken;
}

void LightBook::note_reported(std::span<const Leaf> leaves, std::uint64_t version, TimePoint at,
                              std::optional<TimePoint> sent) {
  bool is_news = false;
  for (const Leaf& leaf : leaves)
    is_news |= put_newer(reported, leaf, version);
  if (!is_news) return;
  reported_at = at;
  reported_since = sent;
  reported_version = version;
}

void LightBook::note_unheard(std::span<const Leaf> wanted, std::span<const Leaf> later) {
  for (const Leaf& leaf : wanted) {
    const auto is_path = [&](const Leaf& known) { return known.path == leaf.path; };
    if (overlaps_any(leaf, later) && std::none_of(unheard.begin(), unheard.end(), is_path))
      unheard.push_back(leaf);
  }
}

bool LightBook::is_settled(const Leaf& wanted) const {
  return std::any_of(reported.begin(), reported.end(),
                     [&](const VersionedLeaf& known) { return known.leaf == wanted; }) &&
         agrees(intended, wanted) &&
         std::all_of(under_way.begin(), under_way.end(),
                     [&](const SentReport& sent) { return agrees(sent.reported, wanted); });
}

bool LightBook::is_new_wish(const Leaf& wanted, std::uint64_t version) const {
  if (overlaps_any(wanted, unheard)) return false;
  return std::none_of(desired.begin(), desired.end(), [&](const VersionedLeaf& known) {
    return overlap(known.leaf, wanted) && (known.leaf == wanted || known.version > version);
  });
}

}  // namespace shadowsim::measure
