#include "sim/probe/session_probe.h"

#include <chrono>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::PacketType;
using packet::Version;

// A session that is kept for so long after it was there last; a client that comes is taken to have gone before.
Answering keeping(Duration span) {
  const auto last = std::make_shared<std::optional<TimePoint>>();
  return [=](Line line, const packet::Frame&, TimePoint now) -> std::vector<Event> {
    const bool is_present = *last && now - **last < span;
    *last = now;
    std::string bytes;
    packet::append_connack(bytes, Version::kMqtt5, is_present, 0, {});
    return {Arrived{line, bytes}};
  };
}

TEST(SessionProbe, FindsHowLongASessionIsKept) {
  const Steps steps = [](Desk& desk) {
    const ExpiryTask task{.configured = 20s};
    return find_session_expiry(desk, task);
  };
  const Finding holds = play_alone(steps, keeping(20s));
  EXPECT_EQ(holds.verdict, Verdict::kHolds);
  EXPECT_EQ(holds.found, 20);
  EXPECT_EQ(saw_text(holds), "new session");
  EXPECT_EQ(play_alone(steps, keeping(10s)).verdict, Verdict::kDiffers);
  EXPECT_EQ(play_alone(steps, keeping(1h)).verdict, Verdict::kAbsent);
}

}  // namespace
}  // namespace shadowsim::probe
