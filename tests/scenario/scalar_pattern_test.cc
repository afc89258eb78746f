#include "sim/scenario/scalar_pattern.h"

#include <regex>

#include <gtest/gtest.h>

#include "sim/scenario/scalar_check.h"

// That patterns refuse what the reader refuses, the tests of json_schema.h show.
namespace shadowsim::scenario {
namespace {

class ScalarWithExamples : public testing::TestWithParam<Scalar> {};

TEST_P(ScalarWithExamples, IsProposedOnlyWhatFits) {
  const Type type{.scalar = GetParam()};
  const std::regex pattern{pattern_of(type)};
  EXPECT_FALSE(examples_of(GetParam()).empty());
  for (const auto example : examples_of(GetParam())) {
    EXPECT_TRUE(std::regex_match(std::string{example}, pattern)) << example;
    Node node;
    node.kind = Node::Kind::kScalar;
    node.text = example;
    EXPECT_TRUE(check_scalar(node, type)) << example;
  }
}

INSTANTIATE_TEST_SUITE_P(, ScalarWithExamples,
                         testing::Values(Scalar::kDuration, Scalar::kRate, Scalar::kRateOrFind,
                                         Scalar::kThreshold));

TEST(PatternOf, IsEmptyWhereAnyTextIsGood) {
  EXPECT_EQ(pattern_of({.scalar = Scalar::kText}), "");
}

TEST(PatternOf, TakesZeroOnlyWhereTheRangeDoes) {
  Type type{.scalar = Scalar::kDuration};
  EXPECT_TRUE(std::regex_match("0.0s", std::regex{pattern_of(type)}));
  type.range.above_min = true;
  EXPECT_FALSE(std::regex_match("0.0s", std::regex{pattern_of(type)}));
  EXPECT_TRUE(std::regex_match("0.01s", std::regex{pattern_of(type)}));
}

}  // namespace
}  // namespace shadowsim::scenario
