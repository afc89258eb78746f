#include "sim/probe/steps.h"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

// Enters, and says in the remark whether that was so and at which attempt.
Sequence<Finding> try_to_enter(Desk& desk) {
  const Line line = co_await enter(desk, Version::kMqtt5, "x");
  co_return Finding{.remark = std::to_string(line)};
}

TEST(Steps, EnteringIsTriedAgainAFewTimes) {
  const auto admitting_from = [](Line first) {
    return [first](Line line, const packet::Frame&, TimePoint) {
      return std::vector<Event>{connack(line, line >= first ? 0 : 0x97)};
    };
  };
  EXPECT_EQ(play_alone(try_to_enter, admitting_from(1)).remark, "1");
  EXPECT_EQ(play_alone(try_to_enter, admitting_from(4)).remark, "4");
  EXPECT_EQ(play_alone(try_to_enter, admitting_from(100)).remark, "0") << "it gives up";
}

TEST(Steps, NoTwoConnectionsOfAProbeHaveOneClientId) {
  std::set<std::string> ids;
  int connects = 0;
  play_alone(
      [](Desk& desk) -> Sequence<Finding> {
        const std::vector<Version> versions(1, Version::kMqtt5);
        co_await enter_all(desk, versions, "a", 3);
        co_await enter_all(desk, versions, "b", 3);
        co_return Finding{};
      },
      [&](Line line, const packet::Frame& frame, TimePoint) {
        ++connects;
        ids.emplace(packet::read_connect(frame)->client_id);
        return std::vector<Event>{connack(line, line % 2 == 0 ? 0 : 0x97)};
      });
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(connects));
}

TEST(Steps, AShadowsTopicAndUpdate) {
  EXPECT_EQ(shadow_topic("t", "", "update"), "$aws/things/t/shadow/update");
  EXPECT_EQ(shadow_topic("t", "+", "update/accepted"),
            "$aws/things/t/shadow/name/+/update/accepted");
  EXPECT_EQ(update_payload(7, "{}"), R"({"state":{},"clientToken":"p7"})");
}

}  // namespace
}  // namespace shadowsim::probe
