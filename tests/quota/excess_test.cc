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
    for (std::size_t i = 0; i < kColumns; ++i) {
      const std::string_view text = row.reactions.at(i);
      const auto column = static_cast<Column>(i);
      has_any = has_any || !text.empty();
      if (text.empty()) continue;
      const auto reaction = parse_reaction(text);
      ASSERT_TRUE(reaction.has_value()) << row.key;
      EXPECT_TRUE(check_reaction(row.occasion, column, *reaction).has_value())
          << row.key << ": " << text;
    }
    EXPECT_TRUE(has_any) << row.key;
  }
  EXPECT_EQ(excess_rows()[static_cast<std::size_t>(Excess::kSessionTakeover)].key,
            "session_takeover");
}

TEST(CheckReaction, IsOfWhatAClientCanSee) {
  const auto can_be = [](Occasion occasion, Column column, const char* text) {
    return check_reaction(occasion, column, *parse_reaction(text)).has_value();
  };
  EXPECT_TRUE(can_be(Occasion::kStoring, Column::kMqtt5, "drop"));
  EXPECT_FALSE(can_be(Occasion::kStoring, Column::kMqtt5, "queue"));
  EXPECT_TRUE(can_be(Occasion::kConnect, Column::kMqtt311, "connack_05"));
  EXPECT_FALSE(can_be(Occasion::kConnect, Column::kMqtt311, "connack_97"));
  EXPECT_FALSE(can_be(Occasion::kConnect, Column::kMqtt311, "connack_00"));
  EXPECT_FALSE(can_be(Occasion::kSubscribe, Column::kMqtt311, "suback_87"));
  EXPECT_TRUE(can_be(Occasion::kSubscribe, Column::kMqtt311, "suback_80"));
  EXPECT_FALSE(can_be(Occasion::kConnect, Column::kMqtt5, "connack_05"));
  EXPECT_FALSE(can_be(Occasion::kPublish, Column::kMqtt5Qos1, "puback_10"));
  EXPECT_FALSE(can_be(Occasion::kConnect, Column::kMqtt5, "suback_97"));
  EXPECT_FALSE(can_be(Occasion::kConnect, Column::kMqtt5, "drop"));
  EXPECT_TRUE(can_be(Occasion::kPublish, Column::kMqtt5Qos1, "puback_97"));
  EXPECT_FALSE(can_be(Occasion::kPublish, Column::kMqtt311, "puback_97"));
  EXPECT_FALSE(can_be(Occasion::kSubscribe, Column::kMqtt5, "puback_97"));
  EXPECT_FALSE(can_be(Occasion::kDelivery, Column::kMqtt5, "reject_429"));
  EXPECT_FALSE(can_be(Occasion::kConnection, Column::kMqtt311, "disconnect_8D"));
  EXPECT_TRUE(can_be(Occasion::kRequest, Column::kMqtt311, "reject_429"));
}

}  // namespace
}  // namespace shadowsim::quota
