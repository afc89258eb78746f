#include "sim/measure/search.h"

#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

TEST(Search, OfNothingHasNeitherSide) {
  EXPECT_FALSE(Search{}.held());
  EXPECT_FALSE(Search{}.failed());
}

TEST(Search, HasTheHighestThatHeldAndTheLowestThatDidNotInAnyOrder) {
  const Search search{{{Rate{100}, true, ""},
                       {Rate{800}, false, "x"},
                       {Rate{300}, true, ""},
                       {Rate{400}, false, "y"}}};
  EXPECT_EQ(search.held(), Rate{300});
  EXPECT_EQ(search.failed()->saturated, "y");
}

}  // namespace
}  // namespace shadowsim::measure
