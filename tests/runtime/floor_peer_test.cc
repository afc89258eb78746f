#include "sim/runtime/floor_peer.h"

#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using boost::asio::ip::tcp;
using namespace std::string_literals;

// Packets by hand, since the peer answers packets by hand.
class FloorPeerTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto port = FloorPeer::serve(context_);
    ASSERT_TRUE(port);
    client_.connect({boost::asio::ip::address_v4::loopback(), *port});
    client_.non_blocking(true);
  }

  // Sends, and lets the peer work until it has answered with so many bytes.
  std::string ask(const std::string& packets, std::size_t bytes) {
    boost::asio::write(client_, boost::asio::buffer(packets));
    std::string answer(bytes, '\0');
    bool done = false;
    async_read(client_, boost::asio::buffer(answer),
               [&](const boost::system::error_code& failed, std::size_t count) {
                 answer.resize(count);
                 ended_ = static_cast<bool>(failed);
                 done = true;
               });
    while (!done)
      context_.run_one();
    return answer;
  }

  boost::asio::io_context context_{1};
  tcp::socket client_{context_};
  bool ended_ = false;
};

const std::string kConnect5 = "\x10\x0F\x00\x04MQTT\x05\x02\x00\x3C\x00\x00\x02id"s;
const std::string kConnect311 = "\x10\x0E\x00\x04MQTT\x04\x02\x00\x3C\x00\x02id"s;

TEST_F(FloorPeerTest, AcceptsBothVersionsOfMqtt) {
  EXPECT_EQ(ask(kConnect5, 5), "\x20\x03\x00\x00\x00"s);
}

TEST_F(FloorPeerTest, AcceptsMqtt311) {
  EXPECT_EQ(ask(kConnect311, 4), "\x20\x02\x00\x00"s);
}

TEST_F(FloorPeerTest, SendsAPublishBackOnTheFirstTopicSubscribedTo) {
  ask(kConnect5, 5);
  EXPECT_EQ(ask("\x82\x07\x00\x01\x00\x00\x01r\x01"s, 6), "\x90\x04\x00\x01\x00\x01"s);
  EXPECT_EQ(ask("\x32\x08\x00\x01t\x00\x07\x00hi"s, 4 + 10),
            "\x40\x02\x00\x07"s + "\x32\x08\x00\x01r\x00\x01\x00hi"s);
}

TEST_F(FloorPeerTest, AnswersPingsAndEndsAtADisconnect) {
  ask(kConnect5, 5);
  EXPECT_EQ(ask("\xC0\x00"s, 2), "\xD0\x00"s);
  ask("\xE0\x00"s, 1);
  EXPECT_TRUE(ended_);
}

TEST_F(FloorPeerTest, EndsAConversationThatIsNoMqtt) {
  ask("\x10\xFF\xFF\xFF\xFF\xFF"s, 1);
  EXPECT_TRUE(ended_);
}

TEST_F(FloorPeerTest, APacketThatEndsTooEarlyHarmsNobody) {
  ask(kConnect5, 5);
  EXPECT_EQ(ask("\x82\x01\x00"s + "\xC0\x00"s, 7 + 2 - 2).size(), 7U);
}

}  // namespace
}  // namespace shadowsim::runtime
