#include "sim/fleet/attendance.h"

#include <vector>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::fleet {
namespace {

TEST(Attendance, NobodyIsThereAtFirst) {
  Attendance attendance;
  attendance.expect(3);
  EXPECT_EQ(attendance.connecting() + attendance.ready() + attendance.given_up(), 0U);
}

TEST(Attendance, CountsASessionThatMoves) {
  Attendance attendance;
  attendance.expect(2);
  attendance.note(1, {.is_connecting = true});
  attendance.note(1, {.is_connecting = true});
  EXPECT_EQ(attendance.connecting(), 1U) << "told twice, it is still one";
  attendance.note(1, {.is_ready = true});
  EXPECT_EQ(attendance.connecting(), 0U);
  EXPECT_EQ(attendance.ready(), 1U);
  attendance.note(1, {.is_connecting = true, .is_ready = true});
  EXPECT_EQ(attendance.connecting(), 1U) << "a light that has lost its connection again";
  EXPECT_EQ(attendance.ready(), 1U);
}

TEST(Attendance, WhoHasGivenUpIsNotReadyAsWell) {
  Attendance attendance;
  attendance.expect(1);
  attendance.note(0, {.is_ready = true});
  attendance.note(0, {.is_ready = true, .has_given_up = true});
  EXPECT_EQ(attendance.ready(), 0U);
  EXPECT_EQ(attendance.given_up(), 1U);
}

TEST(Attendance, IsWhatCountingAllWouldTell) {
  constexpr std::size_t kSessions = 9;
  Random random{1};
  Attendance attendance;
  attendance.expect(kSessions);
  std::vector<Standing> standings(kSessions);
  for (int step = 0; step < 1000; ++step) {
    const std::size_t place = random.below(kSessions);
    standings[place] = {.is_connecting = random.below(2) == 0,
                        .is_ready = random.below(2) == 0,
                        .has_given_up = random.below(4) == 0};
    attendance.note(place, standings[place]);
    std::size_t connecting = 0;
    std::size_t ready = 0;
    std::size_t given_up = 0;
    for (const Standing& each : standings) {
      connecting += each.is_connecting ? 1 : 0;
      ready += each.is_ready && !each.has_given_up ? 1 : 0;
      given_up += each.has_given_up ? 1 : 0;
    }
    ASSERT_EQ(attendance.connecting(), connecting);
    ASSERT_EQ(attendance.ready(), ready);
    ASSERT_EQ(attendance.given_up(), given_up);
  }
}

TEST(AttendanceDeathTest, AStrangerIsAMistake) {
  Attendance attendance;
  attendance.expect(1);
  EXPECT_DEATH(attendance.note(1, {}), "session 1 of 1");
}

}  // namespace
}  // namespace shadowsim::fleet
