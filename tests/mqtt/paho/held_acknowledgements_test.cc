#include "sim/mqtt/paho/held_acknowledgements.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::mqtt::paho {
namespace {

using endpoint::Descriptor;

// Two ends of a connection: what ours writes, theirs reads.
class HeldAcknowledgementsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> pair{};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
    ours_ = Descriptor{pair[0]};
    theirs_ = Descriptor{pair[1]};
  }

  // The library writes a packet's header and the rest as two parts.
  static std::array<iovec, 2> parts(std::string& head, std::string& rest) {
    return {{{head.data(), head.size()}, {rest.data(), rest.size()}}};
  }

  ssize_t hold(std::string identifier) {
    std::string head{"\x40\x02", 2};
    const auto both = parts(head, identifier);
    EXPECT_TRUE(HeldAcknowledgements::is_acknowledgement(both.data(), 2));
    return held_.hold(ours_.get(), both.data(), 2);
  }

  ssize_t write(std::string text) {
    iovec part{text.data(), text.size()};
    return held_.write(ours_.get(), &part, 1);
  }

  std::string arrived() const {
    std::string all;
    std::array<char, 65'536> some{};
    for (ssize_t got = 0; (got = read(theirs_.get(), some.data(), some.size())) > 0;)
      all.append(some.data(), static_cast<std::size_t>(got));
    return all;
  }

  // Until the socket takes no more; how much that was.
  std::size_t fill() {
    const std::string much(65'536, 'x');
    std::size_t taken = 0;
    for (ssize_t wrote = 0; (wrote = ::write(ours_.get(), much.data(), much.size())) > 0;)
      taken += static_cast<std::size_t>(wrote);
    return taken;
  }

  Descriptor ours_;
  Descriptor theirs_;
  HeldAcknowledgements held_;
};

const std::string kFirst{
    "\x40\x02"
    "ab",
    4};
const std::string kSecond{
    "\x40\x02"
    "cd",
    4};

TEST(Acknowledgement, IsAPubackWithoutReasonCodeAndNothingElse) {
  const auto is = [](std::string packet) {
    const iovec part{packet.data(), packet.size()};
    return HeldAcknowledgements::is_acknowledgement(&part, 1);
  };
  EXPECT_TRUE(is(kFirst));
  EXPECT_FALSE(is(kFirst + "\x10"));                 // with a reason code
  EXPECT_FALSE(is(std::string{"\x32\x02\0\1", 4}));  // a PUBLISH
  EXPECT_FALSE(is(std::string{"\xe0\x00", 2}));      // a DISCONNECT
  EXPECT_FALSE(is(""));
}

TEST_F(HeldAcknowledgementsTest, NothingIsSentBeforeTheFlush) {
  EXPECT_EQ(hold("ab"), 4);
  EXPECT_EQ(hold("cd"), 4);
  EXPECT_EQ(arrived(), "");
  held_.flush();
  EXPECT_EQ(arrived(), kFirst + kSecond);
  held_.flush();
  EXPECT_EQ(arrived(), "");
}

TEST_F(HeldAcknowledgementsTest, TheNextPacketCarriesThemAndCountsItselfOnly) {
  hold("ab");
  EXPECT_EQ(write("publish"), 7);
  EXPECT_EQ(arrived(), kFirst + "publish");
  held_.flush();
  EXPECT_EQ(arrived(), "");
}

TEST_F(HeldAcknowledgementsTest, APacketOfAnotherSocketLeavesThemWhereTheyAre) {
  std::array<int, 2> pair{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
  const Descriptor other{pair[0]};
  const Descriptor peer{pair[1]};
  hold("ab");
  std::string text = "other";
  iovec part{text.data(), text.size()};
  EXPECT_EQ(held_.write(other.get(), &part, 1), 5);
  EXPECT_EQ(arrived(), "");
}

TEST_F(HeldAcknowledgementsTest, AFullSocketLosesNothingAndKeepsTheOrder) {
  const std::size_t before = fill();
  hold("ab");
  held_.flush();
  EXPECT_EQ(write("publish"), -1);
  EXPECT_EQ(errno, EAGAIN);
  EXPECT_EQ(arrived(), std::string(before, 'x'));
  EXPECT_EQ(write("publish"), 7);
  EXPECT_EQ(arrived(), kFirst + "publish");
}

TEST_F(HeldAcknowledgementsTest, AClosedSocketsAreForgotten) {
  hold("ab");
  held_.forget(ours_.get());
  held_.flush();
  EXPECT_EQ(arrived(), "");
}

TEST_F(HeldAcknowledgementsTest, ALostConnectionIsNoFaultOfTheFlush) {
  hold("ab");
  theirs_.reset();
  held_.flush();
  EXPECT_EQ(write("publish"), -1);
  EXPECT_EQ(errno, EPIPE);
}

// Their number may by then belong to something that is no socket.
TEST_F(HeldAcknowledgementsTest, NeverReachAFile) {
  hold("ab");
  char name[] = "/tmp/shadowsim-held-XXXXXX";
  const Descriptor file{mkstemp(name)};
  unlink(name);
  ASSERT_EQ(dup2(file.get(), ours_.get()), ours_.get());
  held_.flush();
  EXPECT_EQ(lseek(file.get(), 0, SEEK_END), 0);
}

}  // namespace
}  // namespace shadowsim::mqtt::paho
