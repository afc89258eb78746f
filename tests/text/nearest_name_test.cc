#include "sim/text/nearest_name.h"

#include <array>

#include <gtest/gtest.h>

namespace shadowsim {
namespace {

TEST(EditDistance, CountsWhatIsPutInLeftOutExchangedAndSwapped) {
  EXPECT_EQ(edit_distance("lights", "lights"), 0U);
  EXPECT_EQ(edit_distance("lihgts", "lights"), 1U);  // swapped
  EXPECT_EQ(edit_distance("light", "lights"), 1U);   // left out
  EXPECT_EQ(edit_distance("liights", "lights"), 1U);
  EXPECT_EQ(edit_distance("limits", "lights"), 2U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // no letter is edited twice
}

TEST(EditDistance, TakesCapitalsAndHyphensLightly) {
  EXPECT_EQ(edit_distance("Connect-Rate", "connect_rate"), 0U);
}

struct Case {
  const char* written;
  const char* meant;  // null: nobody can tell
};

class NearestNameTable : public testing::TestWithParam<Case> {};

TEST_P(NearestNameTable, IsTheOneMeant) {
  constexpr std::array<std::string_view, 6> kNames{"for",      "lights",  "timeline",
                                                   "arrivals", "desired", "reported"};
  const auto nearest = nearest_name(GetParam().written, kNames);
  if (GetParam().meant == nullptr) {
    EXPECT_FALSE(nearest.has_value()) << *nearest;
  } else {
    EXPECT_EQ(nearest.value_or("none"), GetParam().meant);
  }
}

INSTANTIATE_TEST_SUITE_P(, NearestNameTable,
                         testing::Values(Case{"fro", "for"}, Case{"fo", "for"},
                                         Case{"ligths", "lights"}, Case{"LIGHTS", "lights"},
                                         Case{"time-line", "timeline"}, Case{"arival", "arrivals"},
                                         Case{"desierd", "desired"}, Case{"reportd", "reported"},
                                         Case{"", nullptr}, Case{"x", nullptr}, Case{"of", nullptr},
                                         Case{"colour", nullptr},
                                         Case{"limits_of_light", nullptr}));

TEST(NearestName, OfTwoEquallyNearOnesIsTheFirst) {
  constexpr std::array<std::string_view, 2> kNames{"p95", "p99"};
  EXPECT_EQ(nearest_name("p9", kNames).value_or("none"), "p95");
}

TEST(NearestName, IsNotSoughtForVeryLongTexts) {
  const std::string text(100'000, 'x');
  constexpr std::array<std::string_view, 1> kNames{"lights"};
  EXPECT_FALSE(nearest_name(text, kNames).has_value());
}

TEST(Suggestion, IsHalfASentenceOrNothing) {
  constexpr std::array<std::string_view, 1> kNames{"lights"};
  EXPECT_EQ(suggestion("ligths", kNames), ", did you mean 'lights'?");
  EXPECT_EQ(suggestion("apps", kNames), "");
}

TEST(UnknownKey, SaysWhatIsMeantAndWhatIsAllowed) {
  constexpr std::array<std::string_view, 2> kAllowed{"lights", "seed"};
  EXPECT_EQ(unknown_key("a fleet", "light", kAllowed),
            "a fleet has no key 'light', did you mean 'lights'? Allowed: lights, seed");
  EXPECT_EQ(unknown_key("a fleet", "x", kAllowed), "a fleet has no key 'x'. Allowed: lights, seed");
}

}  // namespace
}  // namespace shadowsim
