#include "sim/scenario/scalar_check.h"

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

struct Case {
  Type type;
  const char* text;
  bool quoted;
  bool good;
};

class ScalarOfType : public testing::TestWithParam<Case> {};

TEST_P(ScalarOfType, HoldsTheTextAgainstTheType) {
  const auto& [type, text, quoted, good] = GetParam();
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = text;
  node.quoted = quoted;
  EXPECT_EQ(check_scalar(node, type).has_value(), good) << text;
}

constexpr Type kCount{.scalar = Scalar::kInteger, .range = {1, 50, false}};
constexpr Type kShare{.scalar = Scalar::kNumber, .range = {0, 1, true}};
constexpr Type kTimeout{.scalar = Scalar::kDuration, .range = {0, 1e9, true}};
constexpr Type kPace{.scalar = Scalar::kRate, .range = {0, 100, true}};
constexpr Type kName{.scalar = Scalar::kName};
constexpr Type kShadow{.scalar = Scalar::kShadowName};
constexpr Type kSeed{.scalar = Scalar::kSeed};
constexpr Type kFlag{.scalar = Scalar::kBoolean};
constexpr Type kWord{.scalar = Scalar::kWord, .words = {"poisson", "uniform"}};

INSTANTIATE_TEST_SUITE_P(
    , ScalarOfType,
    testing::Values(Case{kCount, "1", false, true}, Case{kCount, "50", false, true},
                    Case{kCount, "0", false, false}, Case{kCount, "51", false, false},
                    Case{kCount, "1.0", false, false}, Case{kCount, "1", true, false},
                    Case{kShare, "1", false, true}, Case{kShare, "0.001", false, true},
                    Case{kShare, "0", false, false}, Case{kShare, "1.01", false, false},
                    Case{kShare, ".nan", false, false}, Case{kTimeout, "1s", false, true},
                    Case{kTimeout, "0s", false, false}, Case{kTimeout, "1001ms", false, false},
                    Case{kTimeout, "1", false, false}, Case{kPace, "100/s", true, true},
                    Case{kPace, "0/s", false, false}, Case{kPace, "101/s", false, false},
                    Case{kPace, "100", false, false}, Case{kName, "a-B_9", false, true},
                    Case{kName, "", true, false}, Case{kName, "a b", false, false},
                    Case{kName, "a/b", false, false}, Case{kShadow, "classic", false, true},
                    Case{kShadow, "$a:B_9-", false, true}, Case{kShadow, "", true, false},
                    Case{kShadow, "a b", false, false}, Case{kShadow, "a/b", false, false},
                    Case{kShadow, "a.b", false, false}, Case{kShadow, "\xC3\xA4", false, false},
                    Case{kSeed, "18446744073709551615", false, true},
                    Case{kSeed, "-1", false, false}, Case{kSeed, "1", true, false},
                    Case{kFlag, "true", false, true}, Case{kFlag, "true", true, false},
                    Case{kFlag, "yes", false, false}, Case{kWord, "uniform", false, true},
                    Case{kWord, "Uniform", false, false}));

TEST(CheckScalar, TakesShadowNamesOfAtMost64Letters) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::string(64, 'x');
  EXPECT_TRUE(check_scalar(node, kShadow));
  node.text += 'x';
  EXPECT_FALSE(check_scalar(node, kShadow));
}

TEST(CheckScalar, RefusesNamesThatAreTooLong) {
  Node node;
  node.kind = Node::Kind::kScalar;
  node.text = std::string(64, 'x');
  EXPECT_TRUE(check_scalar(node, kName));
  node.text += 'x';
  EXPECT_FALSE(check_scalar(node, kName));
}

}  // namespace
}  // namespace shadowsim::scenario
