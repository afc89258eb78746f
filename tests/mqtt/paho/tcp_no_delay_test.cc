#include "sim/mqtt/paho/tcp_no_delay.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <set>
#include <sys/socket.h>
#include <sys/un.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/descriptor.h"
#include "sim/mqtt/paho/paho_session.h"
#include "sim/time/system_clock.h"
#include "tests/mqtt/inbox.h"

namespace shadowsim::mqtt::paho {
namespace {

using namespace std::chrono_literals;
using endpoint::BrokerProcess;
using endpoint::Descriptor;

std::set<int> open_descriptors() {
  std::set<int> open;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"})
    open.insert(std::stoi(entry.path().filename()));
  return open;
}

bool has_no_delay(int socket) {
  int on = 0;
  socklen_t size = sizeof on;
  return getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, &size) == 0 && on != 0;
}

// The sockets of this process that are connected to this port of the machine.
std::vector<int> sockets_to(std::uint16_t port) {
  std::vector<int> found;
  for (const int descriptor : open_descriptors()) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
        peer.sin_family == AF_INET && ntohs(peer.sin_port) == port)
      found.push_back(descriptor);
  }
  return found;
}

Descriptor connected_socket(int family, int type) {
  Descriptor listener{socket(family, type, 0)};
  Descriptor client{socket(family, type, 0)};
  sockaddr_in6 address{};  // holds the address of either family
  address.sin6_family = static_cast<sa_family_t>(family);
  if (family == AF_INET6)
    address.sin6_addr = in6addr_loopback;
  else
    reinterpret_cast<sockaddr_in&>(address).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener.get(), generic, size) != 0) return {};
  if (type == SOCK_STREAM) listen(listener.get(), 1);
  getsockname(listener.get(), generic, &size);
  return connect(client.get(), generic, size) == 0 ? std::move(client) : Descriptor{};
}

TEST(TcpNoDelay, IsInForceForSharedLibraries) {
  EXPECT_TRUE(tcp_no_delay_is_in_force());
}

TEST(TcpNoDelay, IsSetOnASocketThatConnects) {
  const Descriptor socket = connected_socket(AF_INET, SOCK_STREAM);
  ASSERT_TRUE(socket.is_open());
  EXPECT_TRUE(has_no_delay(socket.get()));
}

TEST(TcpNoDelay, IsSetForIpv6Too) {
  const Descriptor socket = connected_socket(AF_INET6, SOCK_STREAM);
  if (!socket.is_open()) GTEST_SKIP() << "there is no IPv6 on this machine";
  EXPECT_TRUE(has_no_delay(socket.get()));
}

TEST(TcpNoDelay, LeavesOtherSocketsAlone) {
  EXPECT_TRUE(connected_socket(AF_INET, SOCK_DGRAM).is_open());
  const Descriptor local{socket(AF_UNIX, SOCK_STREAM, 0)};
  sockaddr_un nowhere{AF_UNIX, "/does/not/exist"};
  EXPECT_EQ(connect(local.get(), reinterpret_cast<sockaddr*>(&nowhere), sizeof nowhere), -1);
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(connect(-1, nullptr, 0), -1);
  EXPECT_EQ(errno, EBADF);
}

class PahoConnection : public testing::Test {
 protected:
  void SetUp() override {
    auto broker = BrokerProcess::start({});
    ASSERT_TRUE(broker.has_value()) << broker.error().message;
    broker_.emplace(*std::move(broker));
    PahoSessionFactory factory{{Transport::kTcp, "127.0.0.1", broker_->port(), {}, ""}, clock_};
    session_ = factory.make({SessionId{0}, "light"}, inbox_);
    session_->connect();
    ASSERT_TRUE(inbox_.take_event<Connected>());
  }

  SystemClock clock_;
  std::optional<BrokerProcess> broker_;
  Inbox inbox_;
  std::unique_ptr<Session> session_;
};

TEST_F(PahoConnection, HasTcpNoDelay) {
  const auto sockets = sockets_to(broker_->port());
  ASSERT_EQ(sockets.size(), 1U);
  EXPECT_TRUE(has_no_delay(sockets.front()));
}

// With Nagle's algorithm each message would wait for the acknowledgement of the PUBACK before it,
// which the peer delays for 40 ms.
TEST_F(PahoConnection, RoundTripsWithoutNaglesDelay) {
  session_->subscribe({"topic"});
  ASSERT_TRUE(inbox_.take_event<Subscribed>());
  std::vector<Duration> round_trips;
  for (PublishTag tag = 0; tag < 50; ++tag) {
    const TimePoint before = clock_.now();
    session_->publish({tag, "topic", "payload", Qos::kAtLeastOnce});
    std::optional<Delivery> delivery;
    do {
      delivery = inbox_.take();
      ASSERT_TRUE(delivery);
    } while (!std::holds_alternative<MessageArrived>(delivery->event));
    round_trips.push_back(delivery->at - before);
  }
  std::ranges::sort(round_trips);
  EXPECT_LT(round_trips[round_trips.size() / 2], 20ms);
}

}  // namespace
}  // namespace shadowsim::mqtt::paho
