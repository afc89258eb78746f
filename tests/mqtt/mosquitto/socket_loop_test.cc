#include "sim/mqtt/mosquitto/socket_loop.h"

#include <array>
#include <deque>
#include <fcntl.h>
#include <functional>
#include <string>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"
#include "sim/time/system_clock.h"

namespace shadowsim::mqtt::mosquitto {
namespace {

using namespace std::chrono_literals;
using endpoint::Descriptor;

// Notes what it is told, and does what the test wants then.
struct Noting final : SocketLoop::Connection {
  void on_ready(bool can_read, bool can_write, TimePoint now) override {
    reads += can_read ? 1 : 0;
    writes += can_write ? 1 : 0;
    seen = now;
    if (then) then();
  }

  void on_look(TimePoint now) override {
    ++looks;
    seen = now;
    if (then) then();
  }

  void on_after_turn() override { ++turns; }

  int turns = 0;
  int reads = 0;
  int writes = 0;
  int looks = 0;
  TimePoint seen;
  std::function<void()> then;
};

class SocketLoopTest : public testing::Test {
 protected:
  SocketLoopTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    reading_ = Descriptor{ends[0]};
    writing_ = Descriptor{ends[1]};
  }

  void write_byte() const { ASSERT_EQ(write(writing_.get(), "x", 1), 1); }

  SystemClock clock_;
  boost::asio::io_context context_{1};
  std::shared_ptr<SocketLoop> loop_ = SocketLoop::make(context_, clock_).value();
  Descriptor reading_;
  Descriptor writing_;
  Noting connection_;
};

TEST_F(SocketLoopTest, TellsOfInputUntilItIsRead) {
  loop_->watch(reading_.get(), connection_, false);
  write_byte();
  const TimePoint before = clock_.now();
  for (int turn = 1; turn <= 3; ++turn) {
    context_.run_one_for(10s);
    EXPECT_EQ(connection_.reads, turn);
  }
  EXPECT_GE(connection_.seen, before);
  std::array<char, 8> bytes{};
  EXPECT_EQ(read(reading_.get(), bytes.data(), bytes.size()), 1);
  context_.run_for(20ms);
  EXPECT_LE(connection_.reads, 4);
  EXPECT_EQ(connection_.writes, 0);
}

TEST_F(SocketLoopTest, TellsOfWritingWhileThatIsWanted) {
  loop_->watch(writing_.get(), connection_, false);
  context_.run_for(20ms);
  EXPECT_EQ(connection_.writes, 0);
  loop_->watch_writing(writing_.get(), connection_, true);
  context_.run_one_for(10s);
  EXPECT_EQ(connection_.writes, 1);
  loop_->watch_writing(writing_.get(), connection_, false);
  context_.run_for(20ms);
  EXPECT_LE(connection_.writes, 2);
}

TEST_F(SocketLoopTest, TellsThatTheOtherSideIsGone) {
  loop_->watch(reading_.get(), connection_, false);
  writing_.reset();
  context_.run_one_for(10s);
  EXPECT_EQ(connection_.reads, 1);
}

TEST_F(SocketLoopTest, ForgetsASocketThatIsClosed) {
  loop_->watch(reading_.get(), connection_, false);
  write_byte();
  reading_.reset();
  context_.run_for(20ms);
  EXPECT_EQ(connection_.reads, 0);
}

TEST_F(SocketLoopTest, LooksAfterEachOfManyOnceASecond) {
  std::deque<Noting> many(50);
  for (auto& one : many)
    loop_->add(one);
  loop_->add(many.front());  // is nothing
  context_.run_for(1'200ms);
  for (const auto& one : many) {
    EXPECT_GE(one.looks, 1);
    EXPECT_LE(one.looks, 2);
  }
  for (auto& one : many)
    loop_->remove(one);
}

TEST_F(SocketLoopTest, AConnectionMayLeaveWhileItIsLookedAfter) {
  std::deque<Noting> many(5);
  for (auto& one : many) {
    one.then = [&] { loop_->remove(one); };
    loop_->add(one);
  }
  context_.run_for(1'200ms);
  for (const auto& one : many)
    EXPECT_EQ(one.looks, 1);
}

TEST_F(SocketLoopTest, CallsAfterThoseWhoWerePostedTo) {
  loop_->watch(reading_.get(), connection_, false);
  int turns_before = -1;
  connection_.then = [&] {
    boost::asio::post(context_, [&] { turns_before = connection_.turns; });
    loop_->call_after_turn(connection_);
    reading_.reset();
  };
  write_byte();
  for (int i = 0; i < 3; ++i)
    context_.run_one_for(10s);
  EXPECT_EQ(turns_before, 0);
  EXPECT_EQ(connection_.turns, 1);
}

TEST_F(SocketLoopTest, DoesNotCallAfterwardsWhoHasLeft) {
  loop_->watch(reading_.get(), connection_, false);
  loop_->add(connection_);
  connection_.then = [&] {
    loop_->call_after_turn(connection_);
    reading_.reset();
  };
  write_byte();
  context_.run_one_for(10s);
  loop_->remove(connection_);
  context_.run_for(20ms);
  EXPECT_EQ(connection_.reads, 1);
  EXPECT_EQ(connection_.turns, 0);
}

TEST_F(SocketLoopTest, TellsNothingAfterItsEnd) {
  loop_->watch(reading_.get(), connection_, false);
  loop_->add(connection_);
  write_byte();
  context_.run_one_for(10s);
  const int reads = connection_.reads;
  loop_.reset();
  context_.restart();
  context_.run_for(100ms);
  EXPECT_EQ(connection_.reads, reads);
  EXPECT_EQ(connection_.looks, 0);
}

}  // namespace
}  // namespace shadowsim::mqtt::mosquitto
