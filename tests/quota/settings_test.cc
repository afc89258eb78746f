#include "sim/quota/settings.h"

#include <gtest/gtest.h>

#include "sim/quota/quota_profile.h"

namespace shadowsim::quota {
namespace {

TEST(SettingRows, AreInTheOrderOfTheirNames) {
  ASSERT_EQ(flag_rows().size(), kFlags);
  ASSERT_EQ(word_rows().size(), kWords);
  EXPECT_EQ(flag_rows()[static_cast<std::size_t>(Flag::kSupportsQos2)].key, "supports_qos2");
  EXPECT_EQ(word_rows()[static_cast<std::size_t>(Word::kShadowRequestsPerSecondScope)].key,
            "shadow_requests_per_second_scope");
}

TEST(QuotaProfile, HasTheirDefaults) {
  const QuotaProfile profile;
  EXPECT_TRUE(profile.is(Flag::kInboundPublishCountsServiceGeneratedMessages));
  EXPECT_FALSE(profile.is(Flag::kSupportsQos2));
  EXPECT_EQ(profile.word(Word::kShadowRequestsPerSecondScope), "shadow");
}

}  // namespace
}  // namespace shadowsim::quota
