#include "sim/admission/limited_topic.h"

#include <gtest/gtest.h>

namespace shadowsim::admission {
namespace {

TEST(LimitedTopic, LeavesOutTheRuleOfBasicIngest) {
  const quota::QuotaProfile quotas;
  EXPECT_EQ(limited_part(quotas, "a/b"), "a/b");
  EXPECT_EQ(limited_part(quotas, "$aws/rules/one/a/b"), "a/b");
  EXPECT_EQ(limited_part(quotas, "$aws/rules/one"), "$aws/rules/one");
  EXPECT_EQ(limited_part(quotas, "x/$aws/rules/one/a"), "x/$aws/rules/one/a");
}

TEST(LimitedTopic, LeavesOutTheGroupOfASharedFilter) {
  const quota::QuotaProfile quotas;
  EXPECT_EQ(limited_part_of_filter(quotas, "a/#"), "a/#");
  EXPECT_EQ(limited_part_of_filter(quotas, "$share/group/a/#"), "a/#");
  EXPECT_EQ(limited_part_of_filter(quotas, "$share/group"), "$share/group");
}

TEST(LimitedTopic, CountsSlashes) {
  EXPECT_EQ(slashes_of(""), 0U);
  EXPECT_EQ(slashes_of("/a//b"), 3U);
}

}  // namespace
}  // namespace shadowsim::admission
