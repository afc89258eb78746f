#include "sim/light/pending_applies.h"

#include <algorithm>
#include <utility>

namespace shadowsim::light {
namespace {

// The leaves of `one` that `other` has with the same value.
shadow::Section shared_part(const shadow::Section& one, const shadow::Section& other) {
  return shadow::difference(one, shadow::difference(one, other));
}

}  // namespace

void PendingApplies::add(const shadow::Section& delta, TimePoint due) {
  keep_only(delta);
  pending_.push_back({due, delta});
}

void PendingApplies::keep_only(const shadow::Section& wanted) {
  for (auto& pending : pending_)
    pending.state = shared_part(pending.state, wanted);
  std::erase_if(pending_, [](const Pending& pending) { return pending.state.empty(); });
}

void PendingApplies::override_with(const shadow::Section& change) {
  for (auto& pending : pending_) {
    shadow::Section changed = pending.state;
    changed.merge(change);
    pending.state = shared_part(pending.state, changed);
  }
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

std::optional<TimePoint> PendingApplies::next() const {
  const auto earliest = std::ranges::min_element(pending_, {}, &Pending::due);
  if (earliest == pending_.end()) return std::nullopt;
  return earliest->due;
}

}  // namespace shadowsim::light
