#include "sim/probe/desk.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/probe/probe.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

// Notes what it is told until the time is over; what it notes is the finding's remark.
Sequence<Finding> listen(Desk& desk, Duration span) {
  Finding finding;
  const Line one = desk.open(packet::Version::kMqtt5, "one");
  const Line two = desk.open(packet::Version::kMqtt311, "two", false);
  const TimePoint deadline = desk.now() + span;
  for (;;) {
    const std::optional<Event> event = co_await desk.next(deadline);
    if (!event) break;
    if (const auto* const arrived = std::get_if<Arrived>(&*event)) {
      finding.remark += arrived->packet;
      if (arrived->packet == "close") desk.close(arrived->line);
      if (arrived->packet == "send") desk.send(arrived->line, "sent");
    } else {
      finding.remark += "|";
    }
  }
  desk.close(one);
  desk.close(two);
  co_return finding;
}

class DeskTest : public testing::Test {
 protected:
  DeskTest() { probe_.start(); }

  Probe probe_{"t", [](Desk& desk) { return listen(desk, 10s); }, kStart};
  Desk& desk_ = probe_.desk();
};

TEST_F(DeskTest, WhatIsOrderedIsTakenOnce) {
  const auto orders = desk_.take_orders();
  ASSERT_EQ(orders.size(), 2U);
  EXPECT_EQ(std::get<Open>(orders[0]).packet, "one");
  EXPECT_TRUE(std::get<Open>(orders[0]).is_paced);
  EXPECT_FALSE(std::get<Open>(orders[1]).is_paced);
  EXPECT_TRUE(desk_.take_orders().empty());
  EXPECT_EQ(desk_.wakes_at(), kStart + 10s);
}

TEST_F(DeskTest, ALineThatHasEndedIsNotHeardOfAgain) {
  desk_.tell(Arrived{1, "a"}, kStart);
  desk_.tell(Ended{1}, kStart + 1s);
  desk_.tell(Arrived{1, "b"}, kStart + 2s);
  desk_.tell(Arrived{2, "close"}, kStart + 3s);
  desk_.tell(Arrived{2, "c"}, kStart + 4s);
  desk_.tell(Arrived{7, "d"}, kStart + 4s);
  desk_.ring(kStart + 10s);
  ASSERT_TRUE(probe_.finding().has_value());
  EXPECT_EQ(probe_.finding()->remark, "a|close");
}

TEST_F(DeskTest, NothingIsSentOnALineThatHasEnded) {
  desk_.take_orders();
  desk_.tell(Arrived{1, "send"}, kStart);
  EXPECT_EQ(desk_.take_orders().size(), 1U);
  desk_.tell(Ended{1}, kStart);
  EXPECT_FALSE(desk_.is_open(1));
  desk_.send(1, "x");
  desk_.close(1);
  EXPECT_TRUE(desk_.take_orders().empty());
}

TEST_F(DeskTest, TimeNeitherRunsBackNorEndsTheWaitTooEarly) {
  desk_.ring(kStart + 9s);
  EXPECT_FALSE(probe_.finding().has_value());
  desk_.ring(kStart + 5s);
  EXPECT_EQ(desk_.now(), kStart + 9s);
  desk_.ring(kStart + 10s);
  EXPECT_TRUE(probe_.finding().has_value());
  EXPECT_EQ(desk_.wakes_at(), std::nullopt) << "it waits for nothing any more";
}

TEST(Probe, MayEndBeforeItsSequenceDoes) {
  Probe probe{"t", [](Desk& desk) { return listen(desk, 10s); }, kStart};
  probe.start();
  EXPECT_FALSE(probe.finding().has_value());
}

}  // namespace
}  // namespace shadowsim::probe
