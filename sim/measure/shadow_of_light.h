#pragma once

#include <cstddef>

#include "sim/base/ids.h"

namespace shadowsim::measure {

// One of a light's shadows, the first one where just the light is named. What is said of one tells
// nothing of the others: their paths are their own.
struct ShadowOfLight {
  ShadowOfLight(LightId of, ShadowId which = {})
      : light{of}, shadow{which} {}  // NOLINT(*explicit*)

  LightId light;
  ShadowId shadow;

  friend bool operator==(const ShadowOfLight&, const ShadowOfLight&) = default;
};

// For unordered containers with shadows of lights as keys.
struct HashOfShadow {
  std::size_t operator()(const ShadowOfLight& of) const noexcept {
    constexpr unsigned kLightBits = 32;
    return (std::size_t{of.shadow.value} << kLightBits) | of.light.value;
  }
};

}  // namespace shadowsim::measure
