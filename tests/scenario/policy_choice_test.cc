#include "sim/scenario/policy_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

TEST(PolicyChoice, IsAFileForEverybodyOrForThoseOfANameOnly) {
  struct {
    const char* written;
    PolicyChoice choice;
  } const cases[] = {
      {"lamp.json", {"", "lamp.json"}},
      {"light-*=lamp.json", {"light-*", "lamp.json"}},
      {"light-*=a=b.json", {"light-*", "a=b.json"}},
      {"./a=b.json", {"", "./a=b.json"}},
      {"app-?=folder/app.json", {"app-?", "folder/app.json"}},
  };
  for (const auto& one : cases) {
    const auto choice = parse_policy_choice(one.written);
    ASSERT_TRUE(choice.has_value()) << one.written;
    EXPECT_EQ(*choice, one.choice) << one.written;
    EXPECT_EQ(choice->to_text(), one.written);
  }
}

TEST(PolicyChoice, NeedsAFileAndNamesBeforeItsSign) {
  struct {
    const char* written;
    const char* missing;
  } const cases[] = {{"", "'' has no FILE: "},
                     {"light-*=", "'light-*=' has no FILE: "},
                     {"=lamp.json", "'=lamp.json' has no NAMES: "}};
  for (const auto& one : cases) {
    const auto choice = parse_policy_choice(one.written);
    ASSERT_TRUE(choice.has_error()) << one.written;
    EXPECT_EQ(choice.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(choice.error().message, testing::StartsWith(one.missing));
  }
}

}  // namespace
}  // namespace shadowsim::scenario
