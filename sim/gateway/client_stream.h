#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "sim/policy/facts.h"

namespace shadowsim::gateway {

// The connection to a client, plain or over TLS, from the moment that it is accepted.
// Threads: the one that runs its io_context.
class ClientStream {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  explicit ClientStream(Socket socket);

  // `context` is shared so that it lives as long as its streams.
  ClientStream(Socket socket, std::shared_ptr<boost::asio::ssl::context> context);

  // Over TLS: shakes hands; whether that came to a good end. At once where it is plain.
  boost::asio::awaitable<bool> begin();

  // How many bytes have come; 0: the end.
  boost::asio::awaitable<std::size_t> read_some(std::span<char> room);

  // Sends what can be sent at once, without a wait; how many bytes that was. Over TLS that is nothing, and
  // so it is where the connection has ended: write() says so. Requires: no write() is under way.
  std::size_t write_now(std::string_view bytes);

  // Sends all of it; false: the end. `bytes` must last as long.
  boost::asio::awaitable<bool> write(const std::string& bytes);

  // No more will be sent: what was sent still arrives.
  void end_sending();
  void close();

  // Who the client is, by its address and its certificate: that is attached to the thing of its common
  // name. Requires: begin() has come to a good end.
  // Source: iot-policy.md, sections 4.3 to 4.5; that the common name is the thing's is our choice.
  policy::Context identity() const;

 private:
  using Tls = boost::asio::ssl::stream<Socket>;

  Socket& socket();

  std::shared_ptr<boost::asio::ssl::context> context_;
  std::variant<Socket, std::unique_ptr<Tls>> stream_;
  std::string address_;
};

}  // namespace shadowsim::gateway
