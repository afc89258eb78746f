#include "sim/measure/presence.h"

#include <algorithm>

namespace shadowsim::measure {

void Presence::connecting(TimePoint at) {
  if (!full_fleet_.after && !incomplete_since_) incomplete_since_ = at;
}

void Presence::up(TimePoint at) {
  ++present_;
  if (present_ != expected_ || !incomplete_since_) return;
  const Duration took = at - *incomplete_since_;
  incomplete_since_.reset();
  if (full_fleet_.after)
    full_fleet_.again_after = std::max(full_fleet_.again_after.value_or(Duration{}), took);
  else
    full_fleet_.after = took;
}

void Presence::down(TimePoint at) {
  if (present_-- == expected_) incomplete_since_ = at;
}

}  // namespace shadowsim::measure
