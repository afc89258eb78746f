#pragma once

#include <chrono>
#include <cstddef>

namespace shadowsim::shadow {

// Names longer than these are no names of things and shadows, so a topic with them is no shadow
// topic. In bytes.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", Device Shadow limits.
inline constexpr std::size_t kThingNameBytesMax = 128;
inline constexpr std::size_t kShadowNameBytesMax = 64;

// What the service refuses. The defaults are those of an AWS account that asked for no increase.
// Source: the same page, as recorded in quotas-default.yaml.
struct Limits {
  // Compact JSON of the stored desired value plus that of reported, in bytes; 413 above it.
  std::size_t document_bytes_max = 8192;

  // Keys on the way from a section to a leaf; an array counts as a level, an empty object or array
  // does not. 400 above it. At most kDepthMax.
  std::size_t depth_max = 8;

  // UTF-8 bytes of a clientToken; 400 above it.
  std::size_t client_token_bytes_max = 64;

  // For how long a deleted shadow's version is remembered, so that a new one goes on above it.
  std::chrono::hours tombstone_life{48};
};

// The deepest that any limit may allow and that a client reads: it bounds the recursion over trees.
inline constexpr std::size_t kDepthMax = 64;

}  // namespace shadowsim::shadow
