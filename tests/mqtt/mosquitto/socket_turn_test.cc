#include "sim/mqtt/mosquitto/socket_turn.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::mqtt::mosquitto {
namespace {

using endpoint::Descriptor;
using Kind = SocketTurn::Kind;

class SocketTurnTest : public testing::Test {
 protected:
  SocketTurnTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    socket_ = Descriptor{ends[0]};
    peer_ = Descriptor{ends[1]};
  }

  // What the C library's functions do for any caller, the library among them.
  std::string read_some(int descriptor, std::size_t size) {
    std::string bytes(size, '\0');
    const ssize_t got = read(descriptor, bytes.data(), size);
    if (got < 0) return "error";
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }

  ssize_t write_all(int descriptor, const std::string& bytes) {
    return write(descriptor, bytes.data(), bytes.size());
  }

  Descriptor socket_;
  Descriptor peer_;
  HeldBytes held_;
};

TEST_F(SocketTurnTest, OursAreInForceForSharedLibraries) {
  EXPECT_TRUE(socket_turns_are_in_force());
}

TEST_F(SocketTurnTest, OtherCallersAndOtherSocketsAreLeftAlone) {
  EXPECT_EQ(write_all(socket_.get(), "a"), 1);
  const SocketTurn turn{Kind::kReading, socket_.get(), held_};
  EXPECT_EQ(read_some(peer_.get(), 8), "a");
  EXPECT_EQ(write_all(peer_.get(), "b"), 1);
  EXPECT_TRUE(held_.empty());
  EXPECT_EQ(read_some(-1, 8), "error");
  EXPECT_EQ(errno, EBADF);
}

TEST_F(SocketTurnTest, ReadsAllAtOnceAndGivesItInParts) {
  write_all(peer_.get(), "abcde");
  SocketTurn turn{Kind::kReading, socket_.get(), held_};
  EXPECT_FALSE(turn.has_input());
  EXPECT_EQ(read_some(socket_.get(), 1), "a");
  EXPECT_TRUE(turn.has_input());
  write_all(peer_.get(), "later");  // which the loop tells of again
  EXPECT_EQ(read_some(socket_.get(), 8), "bcde");
  EXPECT_FALSE(turn.has_input());
  EXPECT_EQ(read_some(socket_.get(), 8), "error");
  EXPECT_EQ(errno, EAGAIN);
}

TEST_F(SocketTurnTest, ReadsMoreThanAtOnceInOneTurn) {
  const std::string much(40'000, 'x');
  ASSERT_EQ(write_all(peer_.get(), much), 40'000);
  const SocketTurn turn{Kind::kReading, socket_.get(), held_};
  std::string all;
  for (std::string part; (part = read_some(socket_.get(), 60'000)) != "error";)
    all += part;
  EXPECT_EQ(all, much);
}

TEST_F(SocketTurnTest, TheEndOfTheConnectionIsTold) {
  peer_.reset();
  const SocketTurn turn{Kind::kReading, socket_.get(), held_};
  EXPECT_EQ(read_some(socket_.get(), 8), "");
}

TEST_F(SocketTurnTest, HoldsWhatIsWrittenWhileReadingUntilTheNextWrite) {
  {
    const SocketTurn turn{Kind::kReading, socket_.get(), held_};
    EXPECT_EQ(write_all(socket_.get(), "ack1"), 4);
    EXPECT_EQ(write_all(socket_.get(), "ack2"), 4);
  }
  EXPECT_EQ(read_some(peer_.get(), 8), "error") << "it went out";
  {
    const SocketTurn turn{Kind::kWriting, socket_.get(), held_};
    EXPECT_EQ(write_all(socket_.get(), "publish"), 7);
  }
  EXPECT_EQ(read_some(peer_.get(), 64), "ack1ack2publish");
  EXPECT_TRUE(held_.empty());
}

TEST_F(SocketTurnTest, DoesNotHoldMuch) {
  const std::string much(10'000, 'x');
  const SocketTurn turn{Kind::kReading, socket_.get(), held_};
  write_all(socket_.get(), "ack");
  EXPECT_EQ(write_all(socket_.get(), much), 10'000);
  EXPECT_EQ(read_some(peer_.get(), 20'000), "ack" + much);
}

TEST_F(SocketTurnTest, FlushWritesWhatIsHeld) {
  held_ = "ack";
  flush(socket_.get(), held_);
  EXPECT_TRUE(held_.empty());
  EXPECT_EQ(read_some(peer_.get(), 8), "ack");
}

TEST_F(SocketTurnTest, WhatTheSocketDoesNotTakeStaysInOrder) {
  const std::string block(65'536, 'x');
  while (write_all(socket_.get(), block) > 0) {
  }
  held_ = "ack";
  flush(socket_.get(), held_);
  EXPECT_EQ(held_, "ack");
  {
    const SocketTurn turn{Kind::kWriting, socket_.get(), held_};
    EXPECT_EQ(write_all(socket_.get(), "publish"), -1);
    EXPECT_EQ(errno, EAGAIN);
  }
  while (read_some(peer_.get(), block.size()) != "error") {
  }
  const SocketTurn turn{Kind::kWriting, socket_.get(), held_};
  EXPECT_EQ(write_all(socket_.get(), "publish"), 7);
  EXPECT_EQ(read_some(peer_.get(), 64), "ackpublish");
}

TEST_F(SocketTurnTest, TheLibraryDoesWithoutSocketPairsWhereAskedTo) {
  std::array<int, 2> ends{};
  {
    const WithoutSocketPair without;
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), -1);
    EXPECT_EQ(errno, EMFILE);
  }
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  const Descriptor first{ends[0]};
  const Descriptor second{ends[1]};
}

}  // namespace
}  // namespace shadowsim::mqtt::mosquitto
