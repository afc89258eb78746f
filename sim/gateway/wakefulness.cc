#include "sim/gateway/wakefulness.h"

#include <utility>

#include <boost/asio/post.hpp>
#include <sched.h>

namespace shadowsim::gateway {
namespace {

constexpr double kLooksPerSecond = 100'000;
constexpr std::uint64_t kLooksMost = 10'000;  // at a stretch

}  // namespace

Wakefulness::Wakefulness(boost::asio::any_io_executor executor, TimePoint now)
    : executor_{std::move(executor)}, budget_{Rate{kLooksPerSecond}, kLooksMost, now} {}

void Wakefulness::stay(TimePoint now) {
  const bool was_awake = is_awake();
  if (!budget_.take(kLooks - looks_left_, now)) return;
  looks_left_ = kLooks;
  if (!was_awake) look();
}

// The context looks for what its sockets have to say between any two handlers.
void Wakefulness::look() {
  boost::asio::post(executor_, [self = shared_from_this()] {
    sched_yield();
    if (--self->looks_left_ > 0) self->look();
  });
}

}  // namespace shadowsim::gateway
