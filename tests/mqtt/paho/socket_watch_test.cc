#include "sim/mqtt/paho/socket_watch.h"

#include <array>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::mqtt::paho {
namespace {

using endpoint::Descriptor;

constexpr int kLong = 10'000;  // milliseconds

// Three connected pairs of sockets; the near ends are watched.
class SocketWatchTest : public testing::Test {
 protected:
  SocketWatchTest() {
    for (std::size_t i = 0; i < near_.size(); ++i)
      connect_pair(i);
  }

  void connect_pair(std::size_t i) {
    near_[i].reset();  // first, so that its number is taken again
    std::array<int, 2> ends{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    near_[i] = Descriptor{ends[0]};
    far_[i] = Descriptor{ends[1]};
    sockets_[i] = {near_[i].get(), POLLIN, 0};
  }

  SocketWatch::Result wait(int timeout_ms, const std::vector<int>& unwritable = {}) {
    return watch_.wait(sockets_.data(), sockets_.size(), unwritable, wake_.get(), timeout_ms);
  }

  void send(std::size_t i) { EXPECT_EQ(write(far_[i].get(), "x", 1), 1); }

  Descriptor wake_{eventfd(0, EFD_NONBLOCK)};
  std::array<Descriptor, 3> near_;
  std::array<Descriptor, 3> far_;
  std::array<pollfd, 3> sockets_{};
  SocketWatch watch_;
};

TEST_F(SocketWatchTest, FindsNothingWhereNothingIs) {
  sockets_[1].revents = POLLIN;  // of an earlier wait
  const auto found = wait(1);
  EXPECT_EQ(found.readable, 0);
  EXPECT_FALSE(found.is_woken);
  EXPECT_FALSE(found.is_writable);
  EXPECT_EQ(sockets_[1].revents, 0);
}

TEST_F(SocketWatchTest, FindsTheSocketsThatCanBeRead) {
  send(0);
  send(2);
  EXPECT_EQ(wait(kLong).readable, 2);
  EXPECT_EQ(sockets_[0].revents, POLLIN);
  EXPECT_EQ(sockets_[1].revents, 0);
  EXPECT_EQ(sockets_[2].revents, POLLIN);
  EXPECT_EQ(wait(kLong).readable, 2) << "again, as they were not read";
}

TEST_F(SocketWatchTest, FindsASocketWhosePeerIsGone) {
  far_[1].reset();
  EXPECT_EQ(wait(kLong).readable, 1);
  EXPECT_NE(sockets_[1].revents & POLLHUP, 0);
}

TEST_F(SocketWatchTest, EndsWithTheWakeUp) {
  eventfd_write(wake_.get(), 1);
  const auto found = wait(kLong);
  EXPECT_TRUE(found.is_woken);
  EXPECT_EQ(found.readable, 0);
}

TEST_F(SocketWatchTest, EndsWhenASocketCanBeWrittenToOnlyWhereAsked) {
  EXPECT_FALSE(wait(1).is_writable);
  const auto found = wait(kLong, {near_[1].get()});
  EXPECT_TRUE(found.is_writable);
  EXPECT_EQ(found.readable, 0);
  EXPECT_EQ(sockets_[1].revents, 0) << "it was not asked to be";
  EXPECT_FALSE(wait(1).is_writable) << "it is not asked for any more";
}

TEST_F(SocketWatchTest, NoticesAListThatChanged) {
  EXPECT_EQ(wait(1).readable, 0);
  const Descriptor old = std::move(near_[0]);
  connect_pair(0);
  send(0);
  EXPECT_EQ(wait(kLong).readable, 1);
  EXPECT_EQ(sockets_[0].revents, POLLIN);
}

TEST_F(SocketWatchTest, NoticesAnotherSocketOfTheSameNumberOnceToldToForget) {
  EXPECT_EQ(wait(1).readable, 0);
  const int before = near_[0].get();
  connect_pair(0);
  ASSERT_EQ(near_[0].get(), before);
  watch_.forget();
  send(0);
  EXPECT_EQ(wait(kLong).readable, 1);
}

}  // namespace
}  // namespace shadowsim::mqtt::paho
