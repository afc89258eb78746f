#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include "sim/gateway/gateway_options.h"

namespace shadowsim::gateway {

// The connection to the broker that goes with a client's.
// Threads: the one that runs its io_context.
class BrokerStream {
 public:
  explicit BrokerStream(const boost::asio::any_io_executor& executor) : socket_{executor} {}

  // Whether that came to a good end. A socket that has as many waiting as it may is tried again, for some
  // seconds, or until close().
  boost::asio::awaitable<bool> connect(const BrokerAddress& broker);

  // How many bytes have come; 0: the end.
  boost::asio::awaitable<std::size_t> read_some(std::span<char> room);

  // Sends what can be sent at once, without a wait; how many bytes that was, 0 before it is connected and
  // after the end: write() says so. Requires: no write() is under way.
  std::size_t write_now(std::string_view bytes);

  // Sends all of it; false: the end. `bytes` must last as long.
  boost::asio::awaitable<bool> write(const std::string& bytes);

  // No more will be sent: what was sent still arrives.
  void end_sending();
  void close();

 private:
  boost::asio::awaitable<bool> connect_to_port(std::uint16_t port);
  boost::asio::awaitable<bool> connect_to_file(const std::string& file);

  boost::asio::generic::stream_protocol::socket socket_;
  bool is_connected_ = false;
  bool is_closed_ = false;
};

}  // namespace shadowsim::gateway
