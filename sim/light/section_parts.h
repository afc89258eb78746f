#pragma once

#include "sim/shadow/section.h"

// Parts of a state by the keys of another one.
namespace shadowsim::light {

// The leaves of `state` that `other` has with the same value.
shadow::Section shared_part(const shadow::Section& state, const shadow::Section& other);

// The leaves of `state` that `change` does not set to something else.
shadow::Section without(const shadow::Section& state, const shadow::Section& change);

// The leaves of `state` that `change` would replace, or sets likewise.
shadow::Section at_keys_of(const shadow::Section& state, const shadow::Section& change);

}  // namespace shadowsim::light
