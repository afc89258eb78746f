#include "sim/measure/light_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Field;

constexpr TimePoint kStart{1h};
const Leaf kRed{"/color", "\"red\""};
const Leaf kBlue{"/color", "\"blue\""};

TEST(LightBook, ALeafGivesWayToANewerOneOnly) {
  std::vector<VersionedLeaf> known;
  EXPECT_TRUE(put_newer(known, kRed, 5));
  EXPECT_FALSE(put_newer(known, kBlue, 4)) << "an answer that was overtaken";
  EXPECT_THAT(known, ElementsAre(Field(&VersionedLeaf::leaf, kRed)));
  EXPECT_TRUE(put_newer(known, kBlue, 5));
  EXPECT_TRUE(put_newer(known, {"/color/r", "1"}, 6));
  EXPECT_THAT(known, ElementsAre(Field(&VersionedLeaf::leaf, Leaf{"/color/r", "1"})));
}

TEST(LightBook, TakesAReportOnce) {
  LightBook book;
  book.under_way = {{.number = 1, .at = kStart, .reported = {kRed}},
                    {.number = 2, .at = kStart + 1s, .reported = {kBlue}}};
  EXPECT_FALSE(book.take(3).has_value());
  const auto taken = book.take(1);
  ASSERT_TRUE(taken.has_value());
  EXPECT_THAT(taken->reported, ElementsAre(kRed));
  EXPECT_FALSE(book.take(1).has_value());
  EXPECT_EQ(book.under_way.size(), 1U);
}

TEST(LightBook, OnlyNewsHasAMoment) {
  LightBook book;
  book.note_reported(std::vector<Leaf>{kRed}, 7, kStart + 1s, kStart);
  EXPECT_EQ(book.reported_at, kStart + 1s);
  EXPECT_EQ(book.reported_since, kStart);
  EXPECT_EQ(book.reported_version, 7U);
  book.note_reported(std::vector<Leaf>{kBlue}, 6, kStart + 2s, std::nullopt);
  EXPECT_EQ(book.reported_at, kStart + 1s);
  EXPECT_EQ(book.reported_since, kStart);
  EXPECT_EQ(book.reported_version, 7U);
}

TEST(LightBook, IsSettledWhenTheLightHasItAndIsNotAboutToHaveSomethingElse) {
  LightBook book;
  EXPECT_FALSE(book.is_settled(kRed)) << "nobody knows";
  book.note_reported(std::vector<Leaf>{kRed}, 1, kStart, std::nullopt);
  EXPECT_TRUE(book.is_settled(kRed));
  EXPECT_FALSE(book.is_settled(kBlue));
  book.intended = {kBlue};
  EXPECT_FALSE(book.is_settled(kRed));
  book.intended = {kRed};
  book.under_way = {{.number = 1, .at = kStart, .reported = {kBlue}}};
  EXPECT_FALSE(book.is_settled(kRed));
  book.take(1);
  EXPECT_TRUE(book.is_settled(kRed));
}

TEST(LightBook, AWishIsNewUnlessItStoodBeforeOrCameFromAnEarlierChange) {
  LightBook book;
  EXPECT_TRUE(book.is_new_wish(kRed, 5));
  book.desired = {{kBlue, 4}};
  EXPECT_TRUE(book.is_new_wish(kRed, 5));
  EXPECT_FALSE(book.is_new_wish(kRed, 3)) << "blue was desired later";
  EXPECT_FALSE(book.is_new_wish(kBlue, 5)) << "it stood there";
  book.unheard = {kBlue};
  EXPECT_FALSE(book.is_new_wish(kRed, 5)) << "a change without an answer may have been it";
}

}  // namespace
}  // namespace shadowsim::measure
