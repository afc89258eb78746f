#include "sim/scenario/name_pattern.h"

#include <set>

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(NamePatternText, PadsTheNumberAndLetsItGrow) {
  EXPECT_EQ(expand_name("light-{index:4}", 12), "light-0012");
  EXPECT_EQ(expand_name("light-{index:4}", 123456), "light-123456");
  EXPECT_EQ(expand_name("{index}", 0), "0");
  EXPECT_EQ(expand_name("a{index:2}b{index}c", 7), "a07b7c");
  EXPECT_EQ(expand_name("lamp", 3), "lamp");
}

TEST(NamePatternText, PutsTheThingInEveryPlace) {
  EXPECT_EQ(with_thing("{thing}-{thing}", "x"), "x-x");
  EXPECT_EQ(with_thing("test", "x"), "test");
}

struct Bad {
  const char* pattern;
  const char* problem;
};

class RefusePattern : public testing::TestWithParam<Bad> {};

TEST_P(RefusePattern, SaysWhatIsWrong) {
  const auto checked = check_name_pattern(GetParam().pattern, ThingPlaceholder::kRefused);
  ASSERT_TRUE(checked.has_error());
  EXPECT_EQ(checked.error().message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefusePattern,
    testing::Values(
        Bad{"a{index", "a '{' without its '}' in 'a{index'"}, Bad{"a}b", "a '}' too many in 'a}b'"},
        Bad{"{{index}}", "a '{' too many in '{{index}}'"},
        Bad{"{}", "unknown placeholder '{}'. Allowed: {index}, {index:4}"},
        Bad{"{indx}",
            "unknown placeholder '{indx}', did you mean 'index'? Allowed: {index}, {index:4}"},
        Bad{"{Index}",
            "unknown placeholder '{Index}', did you mean 'index'? Allowed: {index}, {index:4}"},
        Bad{"{thing}",
            "{thing} can only stand in fleet.client_id and fleet.certificates, allowed here: "
            "{index}, {index:4}"},
        Bad{"{index:}", "the width in '{index:}' must be 1 to 20, as in {index:4}"},
        Bad{"{index:0}", "the width in '{index:0}' must be 1 to 20, as in {index:4}"},
        Bad{"{index:21}", "the width in '{index:21}' must be 1 to 20, as in {index:4}"},
        Bad{"{index:-1}", "the width in '{index:-1}' must be 1 to 20, as in {index:4}"},
        Bad{"{index:4d}", "the width in '{index:4d}' must be 1 to 20, as in {index:4}"}));

TEST(CheckNamePattern, TakesTheThingWhereItIsAllowed) {
  EXPECT_TRUE(check_name_pattern("{thing}{index:20}", ThingPlaceholder::kAllowed));
  EXPECT_EQ(check_name_pattern("{thin}", ThingPlaceholder::kAllowed).error().message,
            "unknown placeholder '{thin}', did you mean 'thing'? Allowed: {index}, {index:4}, "
            "{thing}");
}

class Inversion : public testing::TestWithParam<const char*> {};

TEST_P(Inversion, FindsEveryNumberByItsNameAndNoNameTwice) {
  std::set<std::string> seen;
  constexpr std::uint32_t kCount = 12'000;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const std::string name = expand_name(GetParam(), i);
    EXPECT_TRUE(seen.insert(name).second) << name;
    ASSERT_EQ(index_of_name(GetParam(), name, kCount), i) << name;
    ASSERT_FALSE(index_of_name(GetParam(), name, i)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(, Inversion,
                         testing::Values("light-{index:4}", "{index}", "{index}{index}",
                                         "{index:3}-{index}", "1{index}1", "0{index:2}0{index:5}",
                                         "a{index:12}"));

TEST(IndexOfName, RefusesWhatIsNoNameOfIt) {
  for (const char* name : {"", "light-", "light-12", "light-00012", "light-0012x", "lamp-0012",
                           "light-00x2", "light--012", "light-99999999999999999999"})
    EXPECT_FALSE(index_of_name("light-{index:4}", name, 10'000)) << name;
  EXPECT_FALSE(index_of_name("lamp", "lamps", 1));
  EXPECT_EQ(index_of_name("lamp", "lamp", 1), 0U);
}

}  // namespace
}  // namespace shadowsim::scenario
