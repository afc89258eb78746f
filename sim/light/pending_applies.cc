#include "sim/light/pending_applies.h"

#include <algorithm>
#include <utility>

#include "sim/light/section_parts.h"

namespace shadowsim::light {

void PendingApplies::add(const shadow::Section& delta, TimePoint due) {
  keep_only(delta);
  pending_.push_back({due, delta});
}

shadow::Section PendingApplies::keep_only(const shadow::Section& wanted) {
  shadow::Section dropped;
  for (auto& pending : pending_) {
    const shadow::Section unwanted = shadow::difference(pending.state, wanted);
    if (unwanted.empty()) continue;
    dropped.merge(unwanted);
    pending.state = shadow::difference(pending.state, unwanted);
  }
  std::erase_if(pending_, [](const Pending& pending) { return pending.state.empty(); });
  return dropped;
}

void PendingApplies::override_with(const shadow::Section& change) {
  for (auto& pending : pending_)
    pending.state = without(pending.state, change);
  std::erase_if(pending_, [](const Pending& pending) { return pending.state.empty(); });
}

shadow::Section PendingApplies::take_due(TimePoint now) {
  shadow::Section due;
  for (const auto& pending : pending_) {
    if (pending.due <= now) due.merge(pending.state);
  }
  std::erase_if(pending_, [now](const Pending& pending) { return pending.due <= now; });
  return due;
}

shadow::Section PendingApplies::all() const {
  shadow::Section all;
  for (const auto& pending : pending_)
    all.merge(pending.state);
  return all;
}

std::optional<TimePoint> PendingApplies::next() const {
  const auto earliest = std::ranges::min_element(pending_, {}, &Pending::due);
  if (earliest == pending_.end()) return std::nullopt;
  return earliest->due;
}

}  // namespace shadowsim::light
