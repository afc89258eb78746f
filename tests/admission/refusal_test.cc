#include "sim/admission/refusal.h"

#include <gtest/gtest.h>

#include "tests/admission/trial.h"

namespace shadowsim::admission {
namespace {

struct Denial {
  Version version;
  Moment moment;
  policy::Action action;
  const char* seen;
};

TEST(Denied, IsSeenAsTheReferenceSays) {
  using policy::Action;
  const std::string why = ": denied: no statement allows it";
  policy::SessionPolicy policy{policies(allow("Connect", "client/c")), {}, {}};
  for (const Denial& row : {
           Denial{Version::kMqtt311, Moment::kConnect, Action::kConnect, "closed"},
           Denial{Version::kMqtt5, Moment::kConnect, Action::kConnect, "CONNACK 0x87"},
           Denial{Version::kMqtt311, Moment::kPublishQos0, Action::kPublish, "closed"},
           Denial{Version::kMqtt5, Moment::kPublishQos0, Action::kPublish, "dropped"},
           Denial{Version::kMqtt311, Moment::kPublishQos1, Action::kPublish, "closed"},
           Denial{Version::kMqtt5, Moment::kPublishQos1, Action::kRetainPublish, "PUBACK 0x87"},
           Denial{Version::kMqtt311, Moment::kSubscribe, Action::kSubscribe, "closed"},
           Denial{Version::kMqtt5, Moment::kSubscribe, Action::kSubscribe, "SUBACK 0x87"},
           Denial{Version::kMqtt311, Moment::kDelivery, Action::kReceive, "dropped"},
           Denial{Version::kMqtt5, Moment::kDelivery, Action::kReceive, "dropped"},
       }) {
    const auto decision = policy.authorize(row.action, "x");
    const Refusal refusal = denied(policy, decision, row.action, "x", row.version, row.moment);
    EXPECT_EQ(to_text(refusal),
              fmt::format("{}: {} on {}: {}", row.seen, policy::name_of(row.action),
                          policy::arn({}, row.action, "x"),
                          policy::to_text(decision, policy.documents())));
  }
}

TEST(BeyondQuota, IsSeenAsTheProfileSaysAndNamesTheQuota) {
  using quota::Excess;
  using quota::Limit;
  const quota::QuotaProfile quotas =
      profile("excess_behaviour:\n  connect_rate_account: {mqtt5: connack_80}\n");
  const auto see = [&](Excess excess, Version version, Moment moment) {
    return to_text(beyond_quota(quotas, Limit::kPayloadMaxBytes, excess, version, moment,
                                Metric::kThrottleExceeded));
  };
  EXPECT_EQ(see(Excess::kConnectRateAccount, Version::kMqtt5, Moment::kConnect),
            "CONNACK 0x80: payload_max_bytes");
  EXPECT_EQ(see(Excess::kTopicInvalidOnPublish, Version::kMqtt5, Moment::kPublishQos0),
            "DISCONNECT 0x90: payload_max_bytes");
  EXPECT_EQ(see(Excess::kTopicInvalidOnPublish, Version::kMqtt5, Moment::kPublishQos1),
            "PUBACK 0x90: payload_max_bytes");
  EXPECT_EQ(see(Excess::kTopicAliasAboveMaximum, Version::kMqtt311, Moment::kSubscribe),
            "closed: payload_max_bytes")
      << "there is no column";
}

}  // namespace
}  // namespace shadowsim::admission
