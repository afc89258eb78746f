#include "sim/measure/settling.h"

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using Times = std::vector<std::optional<Duration>>;

constexpr TimePoint kStart{1000s};

TEST(Settling, IsNoTimeWhereNobodyIsOutOfSync) {
  Settling settling;
  settling.was_out(kStart, kStart + 1h);
  EXPECT_EQ(settling.settled_after(), Times{});
  settling.watch({kStart + 5s});
  settling.was_out(kStart, kStart + 5s);
  settling.was_out(kStart + 6s, kStart + 7s);
  EXPECT_EQ(settling.settled_after(), (Times{0s}));
}

TEST(Settling, IsUntilTheLastLightThatWasOutThen) {
  Settling settling;
  settling.watch({kStart + 5s});
  settling.was_out(kStart + 4s, kStart + 9s);
  settling.was_out(kStart + 5s, kStart + 7s);
  EXPECT_EQ(settling.settled_after(), (Times{4s}));
}

TEST(Settling, IsOfEachMomentInTheOrderGiven) {
  Settling settling;
  settling.watch({kStart + 20s, kStart + 5s, kStart + 10s});
  settling.was_out(kStart + 4s, kStart + 12s);
  EXPECT_EQ(settling.settled_after(), (Times{0s, 7s, 2s}));
}

TEST(Settling, IsNeverWhereALightStaysOut) {
  Settling settling;
  settling.watch({kStart + 5s, kStart + 10s});
  settling.stays_out(kStart + 6s);
  settling.was_out(kStart + 9s, kStart + 11s);
  EXPECT_EQ(settling.settled_after(), (Times{0s, std::nullopt}));
}

}  // namespace
}  // namespace shadowsim::measure
