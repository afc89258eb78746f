#pragma once

#include <cstddef>

#include "sim/scenario/scenario.h"

namespace shadowsim::scenario {

// What a scenario can make of a shadow.
struct StateSize {
  std::size_t desired_bytes = 0;       // of compact JSON, at most
  std::size_t reported_bytes = 0;      // the same
  std::size_t step = 0;                // the step of the timeline with the largest property
  bool is_from_initial_state = false;  // the largest property is in the initial state instead
  ShadowId shadow;                     // which of the fleet's it is

  std::size_t bytes() const { return desired_bytes + reported_bytes; }
};

// The service takes no more for desired and reported together.
// Source: shadow protocol, section 10: compact JSON of both values, without the sections' names.
inline constexpr std::size_t kStateBytesMost = 8192;

// The largest state that any shadow of a light can come to: each property as large as it ever is.
// The lights of a churn all count as given all that it sets, those of a scripted change one by one.
StateSize largest_state(const Fleet& fleet, const std::vector<Step>& timeline);

}  // namespace shadowsim::scenario
