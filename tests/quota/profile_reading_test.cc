#include <string_view>

#include <gtest/gtest.h>

#include "sim/quota/quota_profile.h"

namespace shadowsim::quota {
namespace {

struct Bad {
  std::string_view text;
  std::string_view problem;
};

class RefuseQuotas : public testing::TestWithParam<Bad> {};

TEST_P(RefuseQuotas, SaysWhereAndWhy) {
  const auto profile = read_profile_text(GetParam().text, "q");
  ASSERT_TRUE(profile.has_error());
  EXPECT_EQ(profile.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(profile.error().message, GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseQuotas,
    testing::Values(
        Bad{"[]", "q:1:1: a quota file must be a mapping, not a list"},
        Bad{"schema_version: 2", "q:1:17: schema_version must be 1, not '2'"},
        Bad{"conect: {}",
            "q:1:1: a quota file has no key 'conect', did you mean 'connect'? Allowed: "
            "schema_version, region_profiles, units, scale, set, excess_behaviour, connect, "
            "publish, "
            "subscribe, retained, persistent_session, mqtt5, device_shadow, security, "
            "fleet_provisioning_mqtt, control_plane_api, emulation, client_guidance"},
        Bad{"connect: 3", "q:1:1: connect must be a mapping, not '3'"},
        Bad{"region_profiles: {active_profile: small}",
            "q:1:35: active_profile must be large or select, not 'small'"},
        Bad{"publish:\n  payload_max_bytes: 1.5",
            "q:2:22: payload_max_bytes must be a whole number from 0 to 1e9, not '1.5'"},
        Bad{"publish:\n  payload_max_bytes: \"1\"",
            "q:2:22: payload_max_bytes must be a whole number from 0 to 1e9, not the text \"1\""},
        Bad{"publish: {publish_requests_per_second_per_connection: 0}",
            "q:1:55: publish_requests_per_second_per_connection must be a number above 0 and at "
            "most 1e9, so many a second, not '0'"},
        Bad{"connect: {keep_alive_max_seconds: -1}",
            "q:1:35: keep_alive_max_seconds must be a number from 1 to 65535, not '-1'"},
        Bad{"connect: {connect_requests_per_second_per_account: [1]}",
            "q:1:52: connect_requests_per_second_per_account must be a number above 0 and at most "
            "1e9, so many a second, not a list"},
        Bad{"connect: {connect_requests_per_second_per_account_select_regions: x}",
            "q:1:67: connect_requests_per_second_per_account_select_regions must be a number above "
            "0 and at most 1e9, so many a second, not 'x'"},
        Bad{"mqtt5: {supports_qos2: 1}", "q:1:24: supports_qos2 must be true or false, not '1'"},
        Bad{"device_shadow: {shadow_requests_per_second_scope: account}",
            "q:1:51: shadow_requests_per_second_scope must be shadow or thing, not 'account'"},
        Bad{"scale: 2", "q:1:8: scale must be a number from 0.000001 to 1, not '2'"},
        Bad{"scale: {acount: 1}",
            "q:1:9: scale has no key 'acount', did you mean 'account'? Allowed: account, "
            "connection, time"},
        Bad{"connect: {keep_alive_min_seconds: 1300}",
            "q:1:35: keep_alive_max_seconds is less than keep_alive_min_seconds, 1300 s"},
        Bad{"set: {keep_alive_max_seconds: 20}",
            "q:1:31: keep_alive_max_seconds is less than keep_alive_min_seconds, 30 s"},
        Bad{"mqtt5: {maximum_qos_announced: 5}",
            "q:1:32: maximum_qos_announced must be a whole number from 0 to 1, not '5'"},
        Bad{"device_shadow: {shadow_name_max_bytes: 65}",
            "q:1:40: shadow_name_max_bytes must be a whole number from 1 to 64, not '65'"},
        Bad{"set: {thing_name_max_bytes: 129}",
            "q:1:29: thing_name_max_bytes must be a whole number from 1 to 128, not '129'"},
        Bad{"set: 3", "q:1:1: set must be a mapping, not '3'"},
        Bad{"set: {topic_max_slash: 3}",
            "q:1:7: set: there is no limit 'topic_max_slash', did you mean 'topic_max_slashes'?"},
        Bad{"set: {topic_max_slashes: 1.5}",
            "q:1:26: topic_max_slashes must be a whole number from 0 to 1e9, not '1.5'"},
        Bad{"excess_behaviour: {session_takeover: {mqtt5: puback}}",
            "q:1:46: 'puback' is no reaction, which is close, drop, delay, hold, queue, "
            "connack_XX, puback_XX, suback_XX or disconnect_XX with a hexadecimal code, or "
            "reject_NNN"},
        Bad{"excess_behaviour: {connect_rate_account: {mqtt5: puback_97}}",
            "q:1:50: connect_rate_account.mqtt5: puback_97: that cannot be seen here, but close, "
            "connack_XX"},
        Bad{"excess_behaviour: {publish_rate_account_qos1: {mqtt311: puback_97}}",
            "q:1:57: publish_rate_account_qos1.mqtt311: puback_97: MQTT 3.1.1 has neither a "
            "DISCONNECT of the server's nor a code in PUBACK"},
        Bad{"excess_behaviour: {session_takeover: {mqtt4: close}}",
            "q:1:39: session_takeover has no key 'mqtt4', did you mean 'mqtt5'? Allowed: mqtt311, "
            "mqtt5, mqtt5_qos0, mqtt5_qos1"}));

TEST(ReadProfile, OfTheShippedFileIsTheDefault) {
  const auto shipped = read_profile(SHADOWSIM_QUOTAS);
  ASSERT_TRUE(shipped.has_value()) << shipped.error().message;
  EXPECT_EQ(*shipped, QuotaProfile{});
  EXPECT_EQ(*read_profile_text("", "q"), QuotaProfile{});
}

TEST(ReadProfile, TakesTheValuesOfTheRegionsSize) {
  const auto select = read_profile_text("region_profiles: {active_profile: select}", "q");
  EXPECT_EQ(*select, QuotaProfile{RegionSize::kSelect});
  const auto own = read_profile_text(
      "region_profiles: {active_profile: select}\n"
      "connect:\n"
      "  connect_requests_per_second_per_account: 7\n"
      "  concurrent_connections_per_account: 70\n"
      "  concurrent_connections_per_account_select_regions: 30\n",
      "q");
  ASSERT_TRUE(own.has_value()) << own.error().message;
  EXPECT_EQ(own->rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{7});
  EXPECT_EQ(own->count(Limit::kConcurrentConnectionsPerAccount), 30U);
  EXPECT_EQ(own->rate(Limit::kSubscriptionsPerSecondPerAccount), Rate{200}) << "not named";
  const auto large =
      read_profile_text("connect: {concurrent_connections_per_account_select_regions: 30}", "q");
  EXPECT_EQ(*large, QuotaProfile{});
}

TEST(ReadProfile, TakesWhatAClientSees) {
  const auto profile = read_profile_text(
      "excess_behaviour:\n"
      "  connect_rate_client_id: {mqtt5: connack_8A, takeover_of_old_session: true}\n"
      "  publish_rate_connection_sustained: {close_after_continuous_excess_seconds: 30}\n",
      "q");
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ(profile->reaction(Excess::kConnectRateClientId, Column::kMqtt5),
            (Reaction{Reaction::Kind::kConnack, 0x8A}));
  EXPECT_TRUE(profile->takes_over_when_throttled());
  EXPECT_EQ(profile->closes_after_excess(), std::chrono::seconds{30});
}

// What a bucket could not take, or nanoseconds not hold.
TEST(ReadProfile, KeepsExtremesUsable) {
  const auto profile = read_profile_text(
      "scale: {account: 0.000001, connection: 0.000001, time: 1}\n"
      "emulation: {token_bucket_capacity_seconds_of_rate: 1e9}\n"
      "connect: {connect_requests_per_second_per_account: 1e-300,\n"
      "          x509_connection_typical_max_duration_days: 10000}\n"
      "publish: {throughput_bytes_per_second_per_connection: 1e9}\n",
      "q");
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ(profile->rate(Limit::kConnectRequestsPerSecondPerAccount), Rate{1e-6});
  EXPECT_EQ(profile->burst(Limit::kThroughputBytesPerSecondPerConnection), 1'000'000'000U);
  EXPECT_EQ(profile->time(Limit::kX509ConnectionTypicalMaxDurationDays),
            std::chrono::hours{240'000});
}

TEST(ReadProfile, SaysThatAFileIsNotThere) {
  const auto profile = read_profile("/nowhere.yaml");
  ASSERT_TRUE(profile.has_error());
  EXPECT_EQ(profile.error().message, "/nowhere.yaml: No such file or directory");
}

}  // namespace
}  // namespace shadowsim::quota
