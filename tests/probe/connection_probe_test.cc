#include "sim/probe/connection_probe.h"

#include <chrono>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::Version;

Steps connections(std::uint64_t configured) {
  return [configured](Desk& desk) {
    const ConnectionsTask task{configured, 2 * configured, {Version::kMqtt5}};
    return find_connections(desk, task);
  };
}

TEST(ConnectionProbe, FindsHowManyConnectionsThereMayBe) {
  const auto admitting = [](Line most) {
    return [most](Line line, const packet::Frame&, TimePoint) {
      return std::vector<Event>{connack(line, line > most ? 0x97 : 0)};
    };
  };
  const Finding holds = play_alone(connections(10), admitting(10));
  EXPECT_EQ(holds.verdict, Verdict::kHolds);
  EXPECT_EQ(holds.found, 10);
  EXPECT_EQ(saw_text(holds), "CONNACK 0x97");
  EXPECT_EQ(play_alone(connections(10), admitting(7)).verdict, Verdict::kDiffers);
  EXPECT_EQ(play_alone(connections(10), admitting(1000)).verdict, Verdict::kAbsent);
}

TEST(ConnectionProbe, IsBrokenWhereOthersAreEnded) {
  const Finding finding = play_alone(
      connections(10), [](Line line, const packet::Frame&, TimePoint) -> std::vector<Event> {
        if (line == 11) return {connack(line, 0x97)};
        if (line == 5) return {connack(line, 0), Ended{1}};
        return {connack(line, 0)};
      });
  EXPECT_EQ(finding.verdict, Verdict::kBroken);
  EXPECT_NE(finding.remark, "");
}

TEST(ConnectionProbe, ReadsTheKeepAliveThatIsTold) {
  const auto telling = [](std::uint16_t keep_alive) {
    return [keep_alive](Line line, const packet::Frame&, TimePoint) {
      std::string bytes;
      packet::PropertyWriter properties;
      if (keep_alive != 0)
        properties.set_two_bytes(packet::PropertyId::kServerKeepAlive, keep_alive);
      packet::append_connack(bytes, Version::kMqtt5, false, 0, properties);
      return std::vector<Event>{Arrived{line, bytes}};
    };
  };
  const Steps most = [](Desk& desk) {
    const KeepAliveTask task{.asked = 65535, .configured = 1200};
    return find_keep_alive(desk, task);
  };
  EXPECT_EQ(play_alone(most, telling(1200)).verdict, Verdict::kHolds);
  EXPECT_EQ(play_alone(most, telling(600)).verdict, Verdict::kDiffers);
  const Finding untouched = play_alone(most, telling(0));
  EXPECT_EQ(untouched.verdict, Verdict::kDiffers);
  EXPECT_EQ(untouched.found, 65535);
}

TEST(ConnectionProbe, SilenceThatIsBorneForEverIsAbsent) {
  const Steps least = [](Desk& desk) {
    const KeepAliveTask task{
        .version = Version::kMqtt311, .asked = 1, .configured = 10, .waits = true};
    return find_keep_alive(desk, task);
  };
  const Finding never = play_alone(least, [](Line line, const packet::Frame&, TimePoint) {
    std::string bytes;
    packet::append_connack(bytes, Version::kMqtt311, false, 0, {});
    return std::vector<Event>{Arrived{line, bytes}};
  });
  EXPECT_EQ(never.verdict, Verdict::kAbsent);
}

}  // namespace
}  // namespace shadowsim::probe
