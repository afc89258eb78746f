#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace shadowsim::gateway {

// What waits to be sent to one side.
// Threads: the one that runs the executor.
struct Outbox {
  explicit Outbox(const boost::asio::any_io_executor& executor)
      : has_more{executor}, has_room{executor} {}

  bool is_idle() const { return waiting.empty() && being_sent.empty(); }

  // Adds what could not be sent at once.
  void add(std::string_view bytes) {
    if (bytes.empty()) return;
    waiting += bytes;
    has_more.cancel();
  }

  // Sends what waits and what comes, until nothing waits and `is_end()`, or a write fails. `has_more` is to be cancelled
  // when is_end() becomes true. Outbox and stream must outlive it.
  template <typename Stream, typename IsEnd>
  boost::asio::awaitable<void> send_all(Stream& stream, IsEnd is_end) {
    for (;;) {
      if (waiting.empty()) {
        if (is_end()) break;
        has_more.expires_at(boost::asio::steady_timer::time_point::max());
        co_await has_more.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        continue;
      }
      std::swap(waiting, being_sent);
      const bool was_sent = co_await stream.write(being_sent);
      being_sent.clear();
      has_room.cancel();
      if (!was_sent) break;
    }
  }

  std::string waiting;
  std::string being_sent;
  boost::asio::steady_timer has_more;  // cancelled when there is more to send, or it is the end
  boost::asio::steady_timer has_room;  // cancelled when it has been sent
};

}  // namespace shadowsim::gateway
