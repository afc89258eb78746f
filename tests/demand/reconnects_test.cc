#include "sim/demand/reconnects.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/demand/reading.h"

namespace shadowsim::demand {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSessions = 100;

// Of so many sessions that all connect at the timeline's start, one after another.
std::vector<Reconnect> reconnects(const std::string& steps,
                                  const std::string& fleet = "lights: 1") {
  Reconnects all{read("fleet: {" + fleet + "}\ntimeline:\n" + steps), kSessions, Random{1}};
  for (std::uint64_t session = 0; session < kSessions; ++session)
    all.connect(0s, session);
  std::vector<Reconnect> found;
  while (const auto again = all.next(Duration::max()))
    found.push_back(*again);
  return found;
}

std::set<std::uint64_t> who(const std::vector<Reconnect>& found) {
  std::set<std::uint64_t> sessions;
  for (const Reconnect& again : found)
    sessions.insert(again.session);
  return sessions;
}

TEST(Reconnects, AreNoneWhereNobodyIsDropped) {
  EXPECT_TRUE(reconnects("  - pause: 1h\n").empty());
}

// When the first and the last of all come back.
struct Case {
  const char* what;
  const char* steps;
  const char* fleet;
  Duration from;
  Duration to;
};

class ReconnectsOfAll : public testing::TestWithParam<Case> {};

TEST_P(ReconnectsOfAll, ComeOnceEachAndAsTheirMannersHaveIt) {
  const auto& [what, steps, fleet, from, to] = GetParam();
  const auto found = reconnects(steps, fleet);
  ASSERT_EQ(found.size(), kSessions) << what;
  EXPECT_EQ(who(found).size(), kSessions) << what;
  EXPECT_TRUE(std::ranges::is_sorted(found, {}, &Reconnect::at)) << what;
  const Duration tenth = (to - from) / 10;
  EXPECT_GE(found.front().at, from) << what;
  EXPECT_LE(found.front().at, from + tenth) << what << ": chance has the whole of the wait";
  EXPECT_GE(found.back().at, to - tenth) << what;
  EXPECT_LE(found.back().at, to) << what;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ReconnectsOfAll,
    testing::Values(Case{"a connection that has stood for long", "  - disconnect: {at: 30s}\n",
                         "lights: 1", 30s, 31s},
                    Case{"ten seconds from connect to connect", "  - disconnect: {at: 1s}\n",
                         "lights: 1", 10s, 11s},
                    Case{"who is away is not dropped",
                         "  - disconnect: {at: 1s}\n  - disconnect: {at: 5s}\n", "lights: 1", 10s,
                         11s},
                    Case{"nobody has thought of it", "  - disconnect: {at: 1s}\n",
                         "lights: 1, careful: false", 1s, 1100ms}));

TEST(Reconnects, WaitLongerAfterAConnectionThatHasNotStood) {
  const auto found = reconnects("  - disconnect: {at: 30s}\n  - disconnect: {at: 45s}\n");
  ASSERT_EQ(found.size(), 2 * kSessions);
  EXPECT_GT(found.back().at, 46s);
  EXPECT_LE(found.back().at, 47s) << "two seconds at most, after one at most";
}

TEST(Reconnects, AreOfTheShareThatIsDropped) {
  const auto found = reconnects("  - disconnect: {at: 30s, sessions: {share: 0.25}}\n");
  EXPECT_EQ(found.size(), kSessions / 4);
  EXPECT_TRUE(who(found).contains(0)) << "spread evenly over the connections, rounded up";
  EXPECT_TRUE(who(found).contains(96));
}

TEST(Reconnects, AreToldOnlyUntilAMoment) {
  Reconnects all{read("fleet: {lights: 1}\ntimeline: [{disconnect: {at: 30s}}]\n"), 1, Random{1}};
  all.connect(-5s, 0);
  EXPECT_FALSE(all.next(30s - 1ns));
  const auto again = all.next(31s);
  ASSERT_TRUE(again);
  EXPECT_GE(again->at, 30s);
  EXPECT_FALSE(all.next(Duration::max()));
}

}  // namespace
}  // namespace shadowsim::demand
