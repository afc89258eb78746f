#include "sim/probe/catalogue.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/probe/player.h"
#include "tests/probe/virtual_endpoint.h"

namespace shadowsim::probe {
namespace {

using quota::Limit;

// An account so small that each of its quotas is met within seconds.
constexpr const char* kSmall = R"(
connect:
  connect_requests_per_second_per_account: 50
  concurrent_connections_per_account: 100
  keep_alive_min_seconds: 10
  first_packet_timeout_seconds: 5
publish:
  inbound_publish_requests_per_second_per_account: 600
  outbound_publish_requests_per_second_per_account: 500
  basic_ingest_rule_evaluations_per_second_per_account: 60
  outbound_unacknowledged_qos1_max_per_connection: 25
  qos1_redelivery_give_up_seconds_mqtt5: 10
  qos1_redelivery_give_up_seconds_mqtt311: 12
  publish_requests_per_second_per_connection: 40
  throughput_bytes_per_second_per_connection: 65536
  payload_max_bytes: 20000
  inbound_unacknowledged_qos1_max_per_connection: 25
subscribe:
  subscriptions_max_per_account: 250
  subscriptions_per_second_per_account: 80
  unsubscriptions_per_second_per_account: 90
  shared_subscription_groups_max_per_account: 20
  shared_subscriptions_max_per_group: 30
  shared_subscription_subscribe_unsubscribe_requests_per_second_per_group: 20
retained:
  retained_messages_max_per_account: 40
  retained_publish_requests_per_second_per_account: 30
persistent_session:
  session_expiry_max_seconds: 20
  queued_messages_per_second_per_account: 40
device_shadow:
  shadow_api_requests_per_second_per_account: 50
  shadow_requests_per_second_per_shadow: 20
mqtt5:
  maximum_packet_size_announced_bytes: 24000
  message_expiry_min_seconds: 5
  message_expiry_zero_means_seconds: 7
)";

quota::QuotaProfile small(const std::string& more = {}) {
  auto read = quota::read_profile_text(kSmall + more, "small.yaml");
  EXPECT_TRUE(read.has_value()) << (read.has_error() ? read.error().message : "");
  return *read;
}

struct Found {
  std::vector<Entry> entries;
  std::vector<Finding> findings;
  Duration took{};
};

// All probes of what `expected` configures, against an endpoint that enforces `enforced`, if anything.
Found find_all(const quota::QuotaProfile& expected, std::optional<quota::QuotaProfile> enforced,
               Wishes wishes = {}) {
  VirtualTime time;
  admission::Rules rules;
  rules.quotas = std::move(enforced);
  VirtualEndpoint endpoint{time, std::move(rules)};
  bool has_ended = false;
  Player player{time,
                endpoint,
                programme_to_find(catalogue(expected, wishes), expected),
                "t",
                {.found = nullptr, .ended = [&] { has_ended = true; }}};
  endpoint.attach(player);
  const TimePoint began = time.now();
  player.start();
  while (!has_ended && time.step()) {
  }
  EXPECT_TRUE(has_ended) << "a probe waits for nothing";
  return {player.entries(), player.findings(), time.now() - began};
}

std::string to_text(const Entry& entry, const Finding& finding) {
  return fmt::format(
      "{} {} ({}): configured {}, found {}, saw {}, recovered {}, {} {}", entry.subject.id,
      entry.subject.quota, entry.subject.version, entry.subject.configured,
      finding.found.value_or(-1), saw_text(finding),
      finding.recovered_after
          ? fmt::to_string(std::chrono::duration<double>{*finding.recovered_after}.count())
          : "-",
      name_of(finding.verdict), finding.remark);
}

// The shadow service enforces these whatever a profile says.
bool is_the_services_own(const Entry& entry) {
  return entry.subject.id == "H4" || entry.subject.id == "H7";
}

// What is told or waited for is not refused, so that there is nothing to recover from.
bool has_recovery(const Entry& entry) {
  static const std::set<std::string> kNone{"C4", "C7", "M6", "M7", "Q1", "Q2", "Q3", "Q4"};
  return !kNone.contains(entry.subject.id);
}

TEST(Catalogue, FindsEveryLimitWhereItIsConfigured) {
  const Found all = find_all(small(), small());
  for (std::size_t i = 0; i < all.entries.size(); ++i) {
    SCOPED_TRACE(to_text(all.entries[i], all.findings[i]));
    EXPECT_EQ(all.findings[i].verdict, Verdict::kHolds);
    EXPECT_NE(saw_text(all.findings[i]), "");
    EXPECT_EQ(all.findings[i].recovered_after.has_value(), has_recovery(all.entries[i]));
  }
  EXPECT_LE(all.took, std::chrono::minutes{6});
}

TEST(Catalogue, WhereNothingIsEnforcedNothingIsFound) {
  const Found all = find_all(small(), std::nullopt);
  for (std::size_t i = 0; i < all.entries.size(); ++i) {
    const Entry& entry = all.entries[i];
    if (is_the_services_own(entry)) continue;
    SCOPED_TRACE(to_text(entry, all.findings[i]));
    // Without quotas the gateway still has an end to aliases, and keeps to the keep-alive that is asked for.
    // What MQTT 5 need not be told has its own value where it is not.
    const std::string& id = entry.subject.id;
    if (id == "M7") continue;
    const bool is_elsewhere = id == "P10" || id == "C4";
    EXPECT_EQ(all.findings[i].verdict, is_elsewhere ? Verdict::kDiffers : Verdict::kAbsent);
  }
}

TEST(Catalogue, FindsWhatTheEndpointHasInTheProfilesPlace) {
  // The endpoint's, and what is found of it, while small() is what is expected.
  struct Otherwise {
    const char* quotas;
    const char* key;
    double found;
  };
  const std::vector<Otherwise> cases{
      {"connect: {connect_requests_per_second_per_account: 40}",
       "connect_requests_per_second_per_account", 40},
      {"connect: {client_id_max_bytes_utf8: 100}", "client_id_max_bytes_utf8", 100},
      {"connect: {keep_alive_min_seconds: 12}", "keep_alive_min_seconds", 12},
      {"connect: {concurrent_connections_per_account: 95}", "concurrent_connections_per_account",
       95},
      {"publish: {publish_requests_per_second_per_connection: 30}",
       "publish_requests_per_second_per_connection", 30},
      {"publish: {publish_requests_per_second_per_connection: 50}",
       "publish_requests_per_second_per_connection", 50},
      {"publish: {throughput_bytes_per_second_per_connection: 50000}",
       "throughput_bytes_per_second_per_connection", 50000},
      {"publish: {payload_max_bytes: 19999}", "payload_max_bytes", 19999},
      {"publish: {topic_max_bytes_utf8: 257}", "topic_max_bytes_utf8", 257},
      {"publish: {topic_max_slashes: 8}", "topic_max_slashes", 8},
      {"publish: {inbound_unacknowledged_qos1_max_per_connection: 26}",
       "inbound_unacknowledged_qos1_max_per_connection", 26},
      {"publish: {inbound_publish_requests_per_second_per_account: 500}",
       "inbound_publish_requests_per_second_per_account", 500},
      {"subscribe: {subscriptions_max_per_subscribe_packet: 7}",
       "subscriptions_max_per_subscribe_packet", 7},
      {"subscribe: {subscriptions_max_per_connection: 51}", "subscriptions_max_per_connection", 51},
      {"subscribe: {subscriptions_per_second_per_account: 70}",
       "subscriptions_per_second_per_account", 70},
      {"subscribe: {topic_filter_max_bytes_utf8: 200}", "topic_filter_max_bytes_utf8", 200},
      {"subscribe: {topic_filter_max_slashes: 6}", "topic_filter_max_slashes", 6},
      {"retained: {retained_publish_requests_per_second_per_account: 20}",
       "retained_publish_requests_per_second_per_account", 20},
      {"retained: {retained_publish_requests_per_second_per_topic: 2}",
       "retained_publish_requests_per_second_per_topic", 2},
      {"device_shadow: {shadow_requests_per_second_per_shadow: 15}",
       "shadow_requests_per_second_per_shadow", 15},
      {"device_shadow: {shadow_api_requests_per_second_per_account: 40}",
       "shadow_api_requests_per_second_per_account", 40},
      {"device_shadow: {in_flight_unacknowledged_requests_max_per_thing_per_connection: 9}",
       "in_flight_unacknowledged_requests_max_per_thing_per_connection", 9},
      {"connect: {first_packet_timeout_seconds: 3}", "first_packet_timeout_seconds", 3},
      {"connect: {keep_alive_zero_means_seconds: 600}", "keep_alive_zero_means_seconds", 600},
      {"connect: {keep_alive_min_seconds: 10, keep_alive_disconnect_factor: 1.2}",
       "keep_alive_disconnect_factor", 1.2},
      {"publish: {basic_ingest_rule_evaluations_per_second_per_account: 50}",
       "basic_ingest_rule_evaluations_per_second_per_account", 50},
      {"publish: {outbound_publish_requests_per_second_per_account: 400}",
       "outbound_publish_requests_per_second_per_account", 400},
      {"publish: {outbound_unacknowledged_qos1_max_per_connection: 24}",
       "outbound_unacknowledged_qos1_max_per_connection", 24},
      {"subscribe: {filters_max_per_unsubscribe_packet: 9}", "filters_max_per_unsubscribe_packet",
       9},
      {"subscribe: {subscriptions_max_per_account: 240}", "subscriptions_max_per_account", 240},
      {"subscribe: {unsubscriptions_per_second_per_account: 70}",
       "unsubscriptions_per_second_per_account", 70},
      {"subscribe: {shared_subscription_group_name_max_characters: 100}",
       "shared_subscription_group_name_max_characters", 100},
      {"subscribe: {shared_subscription_groups_max_per_account: 21}",
       "shared_subscription_groups_max_per_account", 21},
      {"subscribe: {shared_subscriptions_max_per_group: 29}", "shared_subscriptions_max_per_group",
       29},
      {"retained: {retained_messages_max_per_account: 41}", "retained_messages_max_per_account",
       41},
      {"persistent_session: {queued_messages_drain_per_second_per_session: 8}",
       "queued_messages_drain_per_second_per_session", 8},
      {"mqtt5: {receive_maximum_announced: 20}", "receive_maximum_announced", 20},
      {"mqtt5: {client_maximum_packet_size_min_bytes: 500}", "client_maximum_packet_size_min_bytes",
       500},
      {"mqtt5: {content_type_max_bytes: 255}", "content_type_max_bytes", 255},
      {"mqtt5: {response_topic_max_bytes: 300}", "response_topic_max_bytes", 300},
      {"mqtt5: {correlation_data_max_bytes: 8000}", "correlation_data_max_bytes", 8000},
      {"mqtt5: {user_properties_max_bytes_per_packet: 9000}",
       "user_properties_max_bytes_per_packet", 9000},
      {"mqtt5: {message_expiry_max_seconds: 1000}", "message_expiry_max_seconds", 1000},
      {"device_shadow: {thing_name_max_bytes: 100}", "thing_name_max_bytes", 100},
      {"device_shadow: {shadow_name_max_bytes: 60}", "shadow_name_max_bytes", 60},
      {"mqtt5: {topic_alias_maximum_announced: 9}", "topic_alias_maximum_announced", 9},
      {"mqtt5: {maximum_packet_size_announced_bytes: 23999}", "maximum_packet_size_announced_bytes",
       23999},
  };
  for (const Otherwise& one : cases) {
    SCOPED_TRACE(one.quotas);
    const auto enforced = quota::read_profile_text(one.quotas, "otherwise.yaml");
    ASSERT_TRUE(enforced.has_value()) << enforced.error().message;
    const Found all = find_all(small(), *enforced, {.quotas = {one.key}});
    ASSERT_FALSE(all.entries.empty());
    for (std::size_t i = 0; i < all.entries.size(); ++i) {
      SCOPED_TRACE(to_text(all.entries[i], all.findings[i]));
      EXPECT_EQ(all.findings[i].verdict, Verdict::kDiffers);
      EXPECT_NEAR(all.findings[i].found.value_or(-1), one.found,
                  all.entries[i].subject.unit.ends_with('s') ? 0.05 * one.found : 0);
    }
  }
}

TEST(Catalogue, WhatAnotherQuotaRefusesFirstIsHiddenAndSaysSo) {
  // AWS's own numbers: a hundred unacknowledged publishes are as many as a second's.
  const auto entries = catalogue(quota::QuotaProfile{},
                                 {.quotas = {"inbound_unacknowledged_qos1_max_per_connection"}});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_THAT(entries[0].hidden_by,
              testing::HasSubstr("publish_requests_per_second_per_connection"));
  EXPECT_TRUE(rounds(entries, quota::QuotaProfile{}).empty());
}

TEST(Catalogue, HasAnEntryForEachVersionWhereTheyDiffer) {
  std::map<std::string, std::string> versions;
  for (const Entry& entry : catalogue(small(), {}))
    versions[entry.subject.id] += entry.subject.version + " ";
  EXPECT_EQ(versions["C2"], "5 3.1.1 ");
  EXPECT_EQ(versions["P2"], "3.1.1 ");
  EXPECT_EQ(versions["P3"], "5 ");
  EXPECT_EQ(versions["P10"], "5 ");
  EXPECT_EQ(versions["P12"], "both ");
}

TEST(Catalogue, NoNameIsTooLongForTheTable) {
  for (const Entry& entry : catalogue(small(), {}))
    EXPECT_LE(entry.subject.title.size(), 21U) << entry.subject.title;
}

TEST(Rounds, PlayEveryEntryOnceAndWhatIsAloneAlone) {
  const auto entries = catalogue(small(), {});
  const auto all = rounds(entries, small());
  std::map<std::size_t, int> times;
  for (const auto& round : all) {
    double publishes = 0;
    for (const std::size_t place : round) {
      ++times[place];
      publishes += entries[place].demand.publishes_in;
      EXPECT_TRUE(!entries[place].demand.is_alone || round.size() == 1);
    }
    EXPECT_LE(publishes, 0.8 * 600 + 1) << "beside one another within the account's quota";
  }
  EXPECT_EQ(times.size(), entries.size());
  for (const auto& [place, count] : times)
    EXPECT_EQ(count, 1) << entries[place].subject.title;
  EXPECT_LE(all.size(), 24U) << "side by side where they cannot disturb each other";
}

TEST(ProbedQuotas, AreKeysOfQuotaFiles) {
  const auto keys = probed_quotas();
  EXPECT_GE(keys.size(), 60U);
  for (const std::string& key : keys)
    EXPECT_TRUE(std::ranges::any_of(quota::limit_rows(), [&](const quota::LimitRow& row) {
      return row.key == key;
    })) << key;
}

}  // namespace
}  // namespace shadowsim::probe
