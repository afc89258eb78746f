#include "sim/connection/manners.h"

#include <limits>

namespace shadowsim::connection {

Manners Manners::careless() {
  constexpr Backoff::Limits kSoon{std::chrono::milliseconds{100}, std::chrono::milliseconds{100}};
  constexpr auto kNever = std::numeric_limits<std::uint32_t>::max();
  return {.connect_backoff = kSoon,
          .connects_apart = Duration::zero(),
          .stable_after = Duration::zero(),
          .publishes = {},
          .bytes = {},
          .shadow_requests = {},
          .requests_open_max = 0,
          .reports_open_max = kNever,
          .request_backoff = kSoon,
          .closes_max = kNever,
          .vague_refusals_max = kNever};
}

}  // namespace shadowsim::connection
