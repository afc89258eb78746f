// What Relay does when its client keeps it waiting.

#include <algorithm>
#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sim/gateway/relay.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

// For what was sent last to arrive.
constexpr std::chrono::seconds kFarewell{2};

constexpr std::chrono::hours kForEver{1};  // then it is asked again

}  // namespace

// Ends a connection whose client says nothing: no CONNECT at all, or nothing for longer than its
// keep-alive allows; and one whose client does not go after it was told to. Gives up deliveries that it
// does not acknowledge.
asio::awaitable<void> Relay::watch_client() {
  while (!is_ending_) {
    const bool is_in = screening_ && screening_->is_admitted();
    Duration patience = surroundings_.door->first_packet_within();
    if (is_in) patience = screening_->silence_most();
    const bool is_for_ever = is_in && patience == Duration::zero();
    const TimePoint now = surroundings_.clock.now();
    if (is_held_back_) last_heard_ = now;
    const Duration silent = now - last_heard_;
    if (!is_for_ever && silent >= patience) {
      Passed passed;
      if (screening_) screening_->silent(passed);
      pass(passed);
      begin_end();
      if (!is_in && !waits_for_link()) stop();
      break;
    }
    const Duration until_silence = is_for_ever ? Duration{kForEver} : patience - silent;
    watch_.expires_after(
        std::min(until_silence, is_in ? give_up_deliveries(now) : Duration{kForEver}));
    co_await watch_.async_wait(kAwaited);
  }
  do {
    watch_.expires_after(kFarewell);
    if (const auto [error] = co_await watch_.async_wait(kAwaited); error) co_return;
  } while (waits_for_link());
  stop();
}

// So that nothing is to be done with each delivery, it is looked at them as seldom as none can be missed.
Duration Relay::give_up_deliveries(TimePoint now) {
  Passed passed;
  auto wait = screening_->until_giving_up(now);
  for (; wait == Duration::zero(); wait = screening_->until_giving_up(now))
    screening_->give_up_delivery(now, passed);
  pass(passed);
  return wait.value_or(kForEver);
}

}  // namespace shadowsim::gateway
