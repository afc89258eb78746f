#include "sim/gateway/broker_stream.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <gtest/gtest.h>

#include "sim/endpoint/local_socket.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::local::stream_protocol;
using namespace std::chrono_literals;

class BrokerStreamTest : public testing::Test {
 protected:
  // Whether it connects, once that is known.
  void begin(BrokerStream& stream, const BrokerAddress& broker, std::optional<bool>& is_connected) {
    asio::co_spawn(
        context,
        [&stream, &is_connected, broker]() -> asio::awaitable<void> {
          is_connected = co_await stream.connect(broker);
        },
        asio::detached);
  }

  void run_until(const std::optional<bool>& is_known) {
    for (int i = 0; i < 100 && !is_known; ++i) {
      context.restart();
      context.run_one_for(100ms);
    }
    ASSERT_TRUE(is_known.has_value());
  }

  std::optional<bool> connects(BrokerStream& stream, const BrokerAddress& broker) {
    std::optional<bool> is_connected;
    begin(stream, broker, is_connected);
    run_until(is_connected);
    return is_connected;
  }

  asio::io_context context{1};
};

TEST_F(BrokerStreamTest, DoesNotConnectToWhereNobodyListens) {
  BrokerStream stream{context.get_executor()};
  EXPECT_EQ(connects(stream, {.socket = "/does/not/exist"}), false);
  EXPECT_EQ(stream.write_now("a"), 0U);
  stream.close();
  std::uint16_t port = 0;
  {
    const tcp::acceptor closed{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    port = closed.local_endpoint().port();
  }
  BrokerStream other{context.get_executor()};
  EXPECT_EQ(connects(other, {.port = port}), false);
}

TEST_F(BrokerStreamTest, SendsAndHearsOverAUnixDomainSocket) {
  const auto place = endpoint::LocalSocket::make().value();
  stream_protocol::acceptor acceptor{context, stream_protocol::endpoint{place.path()}};
  BrokerStream stream{context.get_executor()};
  ASSERT_EQ(connects(stream, {.port = 1, .socket = place.path()}), true);
  auto broker = acceptor.accept();
  EXPECT_EQ(stream.write_now("hello"), 5U);
  std::array<char, 5> heard{};
  asio::read(broker, asio::buffer(heard));
  EXPECT_EQ((std::string{heard.data(), heard.size()}), "hello");
}

TEST_F(BrokerStreamTest, SendsOverTcpWithoutADelay) {
  tcp::acceptor acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
  BrokerStream stream{context.get_executor()};
  ASSERT_EQ(connects(stream, {.port = acceptor.local_endpoint().port()}), true);
  EXPECT_EQ(stream.write_now("hello"), 5U);
}

// A broker that lets one wait, and has one waiting while a second connects.
class CrowdedBroker : public BrokerStreamTest {
 protected:
  CrowdedBroker() {
    acceptor.open();
    acceptor.bind(stream_protocol::endpoint{place.path()});
    acceptor.listen(0);
    EXPECT_EQ(connects(first, {.socket = place.path()}), true);
    begin(second, {.socket = place.path()}, is_second_connected);
    context.restart();
    context.poll();
  }

  endpoint::LocalSocket place = endpoint::LocalSocket::make().value();
  stream_protocol::acceptor acceptor{context};
  BrokerStream first{context.get_executor()};
  BrokerStream second{context.get_executor()};
  std::optional<bool> is_second_connected;
};

TEST_F(CrowdedBroker, IsWaitedFor) {
  EXPECT_FALSE(is_second_connected.has_value());
  const auto first_one = acceptor.accept();
  run_until(is_second_connected);
  EXPECT_EQ(is_second_connected, true);
}

TEST_F(CrowdedBroker, IsWaitedForNoMoreOnceTheStreamIsClosed) {
  second.close();
  run_until(is_second_connected);
  EXPECT_EQ(is_second_connected, false);
}

}  // namespace
}  // namespace shadowsim::gateway
