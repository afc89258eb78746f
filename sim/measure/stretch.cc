#include "sim/measure/stretch.h"

namespace shadowsim::measure {

const Stretch* last_settled(std::span<const Stretch> timeline) {
  const Stretch* last = nullptr;
  for (const Stretch& stretch : timeline) {
    if (stretch.kind == kDrain) continue;
    if (!stretch.settled_after) return nullptr;
    if (last == nullptr || *stretch.settled_after > *last->settled_after) last = &stretch;
  }
  return last;
}

}  // namespace shadowsim::measure
