#include "sim/scenario/json_text.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(JsonNumber, IsTheShortestThatStaysAFraction) {
  EXPECT_EQ(json_number(0.1), "0.1");
  EXPECT_EQ(json_number(3), "3.0");
  EXPECT_EQ(json_number(-0.0), "-0.0");
  EXPECT_EQ(json_number(1e21), "1e+21");
  EXPECT_EQ(json_number(1.0 / 3), "0.3333333333333333");
}

TEST(JsonObject, KeepsTheOrder) {
  EXPECT_EQ(json_object({}), "{}");
  EXPECT_EQ(json_object({{"b", "1"}, {"a \"quoted\"", "[true]"}}),
            R"({"b":1,"a \"quoted\"":[true]})");
}

}  // namespace
}  // namespace shadowsim::scenario
