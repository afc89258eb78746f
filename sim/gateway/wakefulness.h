#pragma once

#include <cstdint>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// Keeps a gateway's thread awake for a moment after it has passed a request on, so that the broker's answer
// does not wait until the machine has woken it and warmed its caches: at a low rate that is most of what a
// gateway adds to a round trip. It looks for work again and again, lets any other thread go first, and spends
// at most a tenth of a core; where there is much to do the thread is awake anyway.
// Threads: the one that runs the executor's context.
// Owns:    itself while it is awake: it is to be made by std::make_shared.
class Wakefulness : public std::enable_shared_from_this<Wakefulness> {
 public:
  Wakefulness(boost::asio::any_io_executor executor, TimePoint now);

  // An answer is expected at once, or what goes with the one that has come.
  void stay(TimePoint now);

  // How often it looks for work before it falls asleep; each time takes about a microsecond.
  static constexpr std::uint32_t kLooks = 100;

  bool is_awake() const { return looks_left_ > 0; }

 private:
  void look();

  boost::asio::any_io_executor executor_;
  quota::TokenBucket budget_;  // in looks
  std::uint32_t looks_left_ = 0;
};

}  // namespace shadowsim::gateway
