#include "sim/light/section_parts.h"

namespace shadowsim::light {

shadow::Section shared_part(const shadow::Section& state, const shadow::Section& other) {
  return shadow::difference(state, shadow::difference(state, other));
}

shadow::Section without(const shadow::Section& state, const shadow::Section& change) {
  if (change.empty() || state.empty()) return state;
  shadow::Section changed = state;
  changed.merge(change);
  return shared_part(state, changed);
}

shadow::Section at_keys_of(const shadow::Section& state, const shadow::Section& change) {
  shadow::Section found = shared_part(change, state);
  found.merge(shadow::difference(state, without(state, change)));
  return found;
}

}  // namespace shadowsim::light
