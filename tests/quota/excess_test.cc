#include "sim/quota/excess.h"

#include <gtest/gtest.h>

#include "sim/quota/quota_profile.h"

namespace shadowsim::quota {
namespace {

class RefuseReaction : public testing::TestWithParam<const char*> {};

TEST_P(RefuseReaction, SaysWhatOneIs) {
  const auto reaction = parse_reaction(GetParam());
  ASSERT_TRUE(reaction.has_error());
  EXPECT_EQ(
      reaction.error().message,
      std::string{"'"} + GetParam() +
          "' is no reaction, which is close, drop, delay, hold, queue, connack_XX, puback_XX, "
          "suback_XX or disconnect_XX with a hexadecimal code, or reject_NNN");
}

INSTANTIATE_TEST_SUITE_P(, RefuseReaction,
                         testing::Values("", "Close", "closed", "puback", "puback_", "puback_9",
                                         "puback_977", "puback_0x", "suback_G7", "reject_42",
                                         "reject_4A9", "pubrec_97", "reject_-42"));

TEST(ParseReaction, ReadsCodes) {
  using Kind = Reaction::Kind;
  EXPECT_EQ(*parse_reaction("close"), (Reaction{Kind::kClose, 0}));
  EXPECT_EQ(*parse_reaction("puback_97"), (Reaction{Kind::kPuback, 0x97}));
  EXPECT_EQ(*parse_reaction("suback_8F"), (Reaction{Kind::kSuback, 0x8F}));
  EXPECT_EQ(*parse_reaction("disconnect_a1"), (Reaction{Kind::kDisconnect, 0xA1}));
  EXPECT_EQ(*parse_reaction("reject_429"), (Reaction{Kind::kReject, 429}));
}

TEST(ExcessRows, AreOneForEachAndCanBeRead) {
  ASSERT_EQ(excess_rows().size(), kExcesses);
  for (const ExcessRow& row : excess_rows()) {
    bool has_any = false;
    for (const auto text : row.reactions) {
      has_any = has_any || !text.empty();
      if (text.empty()) continue;
      EXPECT_TRUE(parse_reaction(text).has_value()) << row.key;
    }
    EXPECT_TRUE(has_any) << row.key;
  }
  EXPECT_EQ(excess_rows()[static_cast<std::size_t>(Excess::kSessionTakeover)].key,
            "session_takeover");
}

}  // namespace
}  // namespace shadowsim::quota
