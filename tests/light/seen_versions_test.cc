#include "sim/light/seen_versions.h"

#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using namespace std::chrono_literals;

shadow::Timestamp second(int count) {
  return shadow::Timestamp{} + count * 1s;
}

TEST(SeenVersions, TheFirstVersionIsNoGap) {
  SeenVersions versions;
  EXPECT_FALSE(versions.note(40, second(1)).is_gap);
  EXPECT_FALSE(versions.note(41, second(1)).is_gap);
  EXPECT_TRUE(versions.note(43, second(1)).is_gap);
  EXPECT_FALSE(versions.note(42, second(1)).is_gap) << "late is not skipped";
  EXPECT_EQ(versions.highest(), 43U);
}

TEST(SeenVersions, ALowerVersionAtALaterTimeIsOfAnotherShadow) {
  SeenVersions versions;
  versions.read(9, second(5), false);
  EXPECT_FALSE(versions.note(8, second(5)).is_too_young);
  EXPECT_FALSE(versions.is_too_young(10, second(6)));
  EXPECT_TRUE(versions.note(1, second(6)).is_too_young);
  EXPECT_FALSE(versions.note(1, second(6)).is_too_young) << "known by now";
}

TEST(SeenVersions, KnowsWhichDeltasComeTooLate) {
  SeenVersions versions;
  versions.read(5, second(1), true);
  EXPECT_TRUE(versions.is_duplicate(5)) << "the read has told it";
  versions.take(7);
  EXPECT_TRUE(versions.is_duplicate(7));
  EXPECT_TRUE(versions.is_stale(6));
  EXPECT_FALSE(versions.is_stale(8));
  EXPECT_TRUE(versions.is_before_last_delta(6));
  EXPECT_FALSE(versions.is_before_last_delta(7));
}

TEST(SeenVersions, AReadWithoutADifferenceHasNoDelta) {
  SeenVersions versions;
  versions.read(5, second(1), false);
  EXPECT_FALSE(versions.is_duplicate(5));
  EXPECT_TRUE(versions.is_stale(4));
}

TEST(SeenVersions, ARestartForgetsAll) {
  SeenVersions versions;
  versions.read(5, second(1), true);
  versions.restart();
  EXPECT_EQ(versions.highest(), 0U);
  EXPECT_FALSE(versions.is_stale(1));
  EXPECT_FALSE(versions.note(3, second(1)).is_gap);
}

}  // namespace
}  // namespace shadowsim::light
