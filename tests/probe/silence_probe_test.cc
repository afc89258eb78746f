#include "sim/probe/silence_probe.h"

#include <chrono>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::Version;

TEST(SilenceProbe, ReadsTheKeepAliveThatIsTold) {
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

TEST(SilenceProbe, SilenceThatIsBorneForEverIsAbsent) {
  const Steps least = [](Desk& desk) {
    const KeepAliveTask task{.version = Version::kMqtt311,
                             .sought = KeepAliveTask::Sought::kInForce,
                             .asked = 1,
                             .configured = 10};
    return find_keep_alive(desk, task);
  };
  const Finding never = play_alone(least, [](Line line, const packet::Frame&, TimePoint) {
    std::string bytes;
    packet::append_connack(bytes, Version::kMqtt311, false, 0, {});
    return std::vector<Event>{Arrived{line, bytes}};
  });
  EXPECT_EQ(never.verdict, Verdict::kAbsent);
}

// Admits, and ends the connection after so long.
Finding ended_after(const Steps& steps, Duration span) {
  VirtualTime time;
  Probe probe{"t", steps, time.now()};
  probe.start();
  constexpr Line kFirst = 1;
  time.at(time.now() + span, [&] { probe.desk().tell(Ended{kFirst}, time.now()); });
  time.at(*probe.desk().wakes_at(), [&] { probe.desk().ring(time.now()); });
  while (!probe.finding() && time.step()) {
  }
  return probe.finding().value_or(Finding{});
}

TEST(SilenceProbe, FindsHowLongAConnectionMaySayNothing) {
  const Steps steps = [](Desk& desk) { return find_first_packet_timeout(desk, 10s); };
  EXPECT_EQ(ended_after(steps, 10s).verdict, Verdict::kHolds);
  EXPECT_EQ(ended_after(steps, 10900ms).found, 10) << "within a tenth";
  const Finding sooner = ended_after(steps, 5s);
  EXPECT_EQ(sooner.verdict, Verdict::kDiffers);
  EXPECT_EQ(sooner.found, 5);
  EXPECT_EQ(saw_text(sooner), "close");
  EXPECT_EQ(ended_after(steps, 50s).verdict, Verdict::kAbsent);
}

}  // namespace
}  // namespace shadowsim::probe
