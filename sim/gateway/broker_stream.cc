#include "sim/gateway/broker_stream.h"

#include <cerrno>
#include <chrono>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "sim/gateway/write_now.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<bool> BrokerStream::connect(const BrokerAddress& broker) {
  is_connected_ = broker.socket.empty() ? co_await connect_to_port(broker.port)
                                        : co_await connect_to_file(broker.socket);
  co_return is_connected_;
}

asio::awaitable<bool> BrokerStream::connect_to_port(std::uint16_t port) {
  const asio::ip::tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port};
  const auto [error] = co_await socket_.async_connect(endpoint, kAwaited);
  if (error) co_return false;
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
  co_return true;
}

// Asio would take the EAGAIN of a full backlog for the beginning of a connection that becomes one in time,
// which a Unix domain socket's never does.
// Source: connect(2).
asio::awaitable<bool> BrokerStream::connect_to_file(const std::string& file) {
  constexpr std::chrono::milliseconds kBetweenAttempts{1};
  constexpr int kAttempts = 10'000;
  const asio::local::stream_protocol::endpoint endpoint{file};
  error_code error;
  socket_.open(endpoint.protocol(), error);
  if (!error) socket_.native_non_blocking(true, error);
  asio::steady_timer pause{socket_.get_executor()};
  for (int i = 0; i < kAttempts && !error && !is_closed_; ++i) {
    if (::connect(socket_.native_handle(), endpoint.data(),
                  static_cast<socklen_t>(endpoint.size())) == 0)
      co_return true;
    if (errno != EAGAIN) break;
    pause.expires_after(kBetweenAttempts);
    co_await pause.async_wait(kAwaited);
  }
  co_return false;
}

asio::awaitable<std::size_t> BrokerStream::read_some(std::span<char> room) {
  const auto [error, count] =
      co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), kAwaited);
  co_return error ? 0 : count;
}

std::size_t BrokerStream::write_now(std::string_view bytes) {
  return is_connected_ ? gateway::write_now(socket_, bytes) : 0;
}

asio::awaitable<bool> BrokerStream::write(const std::string& bytes) {
  const auto [error, count] = co_await asio::async_write(socket_, asio::buffer(bytes), kAwaited);
  co_return !error;
}

void BrokerStream::end_sending() {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void BrokerStream::close() {
  is_closed_ = true;
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace shadowsim::gateway
