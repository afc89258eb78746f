#include "sim/quota/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace shadowsim::quota {
namespace {

// In the order of Limit.
constexpr std::array<LimitRow, 108> kRows{{
    {"connect", "connect_requests_per_second_per_account", Unit::kRate, Scope::kAccount, 3000, 100,
     true},
    {"connect", "connect_requests_per_second_per_client_id", Unit::kRate, Scope::kClientId, 1, 1},
    {"connect", "connect_requests_per_second_per_client_id_strict_profile", Unit::kRate,
     Scope::kClientId, 0.1, 0.1},
    {"connect", "concurrent_connections_per_account", Unit::kCount, Scope::kAccount, 500000, 100000,
     true},
    {"connect", "client_id_max_bytes_utf8", Unit::kCount, Scope::kNone, 128, 128},
    {"connect", "keep_alive_default_seconds", Unit::kTime, Scope::kNone, 1200, 1200},
    {"connect", "keep_alive_min_seconds", Unit::kTime, Scope::kNone, 30, 30},
    {"connect", "keep_alive_max_seconds", Unit::kTime, Scope::kNone, 1200, 1200},
    {"connect", "keep_alive_zero_means_seconds", Unit::kTime, Scope::kNone, 1200, 1200},
    {"connect", "keep_alive_max_seconds_vpc_endpoint", Unit::kTime, Scope::kNone, 230, 230},
    {"connect", "keep_alive_disconnect_factor", Unit::kFactor, Scope::kNone, 1.5, 1.5},
    {"connect", "websocket_connection_max_duration_seconds", Unit::kTime, Scope::kNone, 86400,
     86400},
    {"connect", "x509_connection_typical_max_duration_days", Unit::kTime, Scope::kNone, 14, 14},
    {"connect", "first_packet_timeout_seconds", Unit::kTime, Scope::kNone, 30, 30},
    {"connect", "delete_connection_requests_per_second_per_client_id", Unit::kRate,
     Scope::kClientId, 1, 1},
    {"connect", "delete_connection_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     100, 100},
    {"connect", "get_connection_requests_per_second_per_client_id", Unit::kRate, Scope::kClientId,
     1, 1},
    {"connect", "get_connection_requests_per_second_per_account", Unit::kRate, Scope::kAccount, 100,
     100},
    {"connect", "list_subscriptions_requests_per_second_per_client_id", Unit::kRate,
     Scope::kClientId, 1, 1},
    {"connect", "list_subscriptions_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     100, 100},
    {"publish", "inbound_publish_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     20000, 2000, true},
    {"publish", "inbound_publish_max_count_per_shadow_update", Unit::kCount, Scope::kNone, 4, 4},
    {"publish", "outbound_publish_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     20000, 2000, true},
    {"publish", "publish_requests_per_second_per_connection", Unit::kRate, Scope::kConnection, 100,
     100},
    {"publish", "throughput_bytes_per_second_per_connection", Unit::kRate, Scope::kConnection,
     524288, 524288},
    {"publish", "payload_max_bytes", Unit::kCount, Scope::kNone, 131072, 131072},
    {"publish", "topic_max_bytes_utf8", Unit::kCount, Scope::kNone, 256, 256},
    {"publish", "topic_max_slashes", Unit::kCount, Scope::kNone, 7, 7},
    {"publish", "max_qos", Unit::kCount, Scope::kNone, 1, 1},
    {"publish", "inbound_unacknowledged_qos1_max_per_connection", Unit::kCount, Scope::kConnection,
     100, 100},
    {"publish", "outbound_unacknowledged_qos1_max_per_connection", Unit::kCount, Scope::kConnection,
     100, 100},
    {"publish", "qos1_redelivery_give_up_seconds_mqtt5", Unit::kTime, Scope::kNone, 960, 960},
    {"publish", "qos1_redelivery_give_up_seconds_mqtt311", Unit::kTime, Scope::kNone, 3600, 3600},
    {"publish", "send_direct_message_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     20000, 2000, true},
    {"publish", "basic_ingest_rule_evaluations_per_second_per_account", Unit::kRate,
     Scope::kAccount, 20000, 2000, true},
    {"subscribe", "subscriptions_max_per_subscribe_packet", Unit::kCount, Scope::kNone, 8, 8},
    {"subscribe", "filters_max_per_unsubscribe_packet", Unit::kCount, Scope::kNone, 8, 8},
    {"subscribe", "subscriptions_max_per_connection", Unit::kCount, Scope::kConnection, 50, 50},
    {"subscribe", "subscriptions_max_per_account", Unit::kCount, Scope::kAccount, 500000, 100000,
     true},
    {"subscribe", "subscriptions_per_second_per_account", Unit::kRate, Scope::kAccount, 3000, 200,
     true},
    {"subscribe", "unsubscriptions_per_second_per_account", Unit::kRate, Scope::kAccount, 3000, 200,
     true},
    {"subscribe", "topic_filter_max_bytes_utf8", Unit::kCount, Scope::kNone, 256, 256},
    {"subscribe", "topic_filter_max_slashes", Unit::kCount, Scope::kNone, 7, 7},
    {"subscribe", "shared_subscription_group_name_max_characters", Unit::kCount, Scope::kNone, 128,
     128},
    {"subscribe", "shared_subscription_groups_max_per_account", Unit::kCount, Scope::kAccount, 100,
     100},
    {"subscribe", "shared_subscriptions_max_per_group", Unit::kCount, Scope::kGroup, 100, 100},
    {"subscribe", "shared_subscription_subscribe_unsubscribe_requests_per_second_per_group",
     Unit::kRate, Scope::kGroup, 100, 100},
    {"retained", "retained_messages_max_per_account", Unit::kCount, Scope::kAccount, 500000, 100000,
     true},
    {"retained", "retained_publish_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     500, 50, true},
    {"retained", "retained_publish_requests_per_second_per_topic", Unit::kRate, Scope::kTopic, 1,
     1},
    {"retained", "get_retained_message_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 500, 50, true},
    {"persistent_session", "session_expiry_default_seconds", Unit::kTime, Scope::kNone, 3600, 3600},
    {"persistent_session", "session_expiry_max_seconds", Unit::kTime, Scope::kNone, 3600, 3600},
    {"persistent_session", "session_expiry_adjustable_up_to_seconds", Unit::kTime, Scope::kNone,
     604800, 604800},
    {"persistent_session", "session_expiry_late_by_at_most_seconds", Unit::kTime, Scope::kNone,
     1800, 1800},
    {"persistent_session", "queued_messages_per_second_per_account", Unit::kRate, Scope::kAccount,
     500, 500},
    {"persistent_session", "queued_messages_drain_per_second_per_session", Unit::kRate,
     Scope::kSession, 10, 10},
    {"persistent_session", "queued_messages_drain_per_second_per_shared_subscriber", Unit::kRate,
     Scope::kSession, 20, 20},
    {"persistent_session", "queued_messages_max_per_shared_group", Unit::kCount, Scope::kGroup,
     500000, 100000, true},
    {"mqtt5", "receive_maximum_announced", Unit::kCount, Scope::kNone, 100, 100},
    {"mqtt5", "topic_alias_maximum_announced", Unit::kCount, Scope::kNone, 8, 8},
    {"mqtt5", "maximum_qos_announced", Unit::kCount, Scope::kNone, 1, 1},
    {"mqtt5", "retain_available_announced", Unit::kCount, Scope::kNone, 1, 1},
    {"mqtt5", "wildcard_subscription_available_announced", Unit::kCount, Scope::kNone, 1, 1},
    {"mqtt5", "subscription_identifier_available_announced", Unit::kCount, Scope::kNone, 0, 0},
    {"mqtt5", "maximum_packet_size_announced_bytes", Unit::kCount, Scope::kNone, 149504, 149504},
    {"mqtt5", "client_maximum_packet_size_min_bytes", Unit::kCount, Scope::kNone, 512, 512},
    {"mqtt5", "message_expiry_min_seconds", Unit::kTime, Scope::kNone, 1, 1},
    {"mqtt5", "message_expiry_zero_means_seconds", Unit::kTime, Scope::kNone, 1, 1},
    {"mqtt5", "message_expiry_max_seconds", Unit::kTime, Scope::kNone, 604800, 604800},
    {"mqtt5", "content_type_max_bytes", Unit::kCount, Scope::kNone, 256, 256},
    {"mqtt5", "response_topic_max_bytes", Unit::kCount, Scope::kNone, 256, 256},
    {"mqtt5", "correlation_data_max_bytes", Unit::kCount, Scope::kNone, 8192, 8192},
    {"mqtt5", "user_properties_max_bytes_per_packet", Unit::kCount, Scope::kNone, 8192, 8192},
    {"device_shadow", "shadow_api_requests_per_second_per_account", Unit::kRate, Scope::kAccount,
     4000, 400, true},
    {"device_shadow", "shadow_requests_per_second_per_shadow", Unit::kRate, Scope::kShadow, 20, 20},
    {"device_shadow", "in_flight_unacknowledged_requests_max_per_thing_per_connection",
     Unit::kCount, Scope::kConnection, 10, 10},
    {"device_shadow", "document_max_bytes", Unit::kCount, Scope::kNone, 8192, 8192},
    {"device_shadow", "document_adjustable_up_to_bytes", Unit::kCount, Scope::kNone, 30720, 30720},
    {"device_shadow", "json_depth_max_levels", Unit::kCount, Scope::kNone, 8, 8},
    {"device_shadow", "json_depth_levels_in_error_text", Unit::kCount, Scope::kNone, 6, 6},
    {"device_shadow", "shadow_name_max_bytes", Unit::kCount, Scope::kNone, 64, 64},
    {"device_shadow", "thing_name_max_bytes", Unit::kCount, Scope::kNone, 128, 128},
    {"device_shadow", "client_token_max_bytes", Unit::kCount, Scope::kNone, 64, 64},
    {"device_shadow", "throttled_error_code", Unit::kCount, Scope::kNone, 429, 429},
    {"security", "policies_max_per_certificate", Unit::kCount, Scope::kNone, 10, 10},
    {"security", "policy_document_max_characters_without_whitespace", Unit::kCount, Scope::kNone,
     2048, 2048},
    {"security", "policy_versions_max_per_policy", Unit::kCount, Scope::kNone, 5, 5},
    {"security", "thing_groups_max_per_thing", Unit::kCount, Scope::kNone, 10, 10},
    {"security", "thing_group_depth_max_levels", Unit::kCount, Scope::kNone, 7, 7},
    {"security", "thing_attributes_max_with_type", Unit::kCount, Scope::kNone, 50, 50},
    {"security", "thing_attributes_max_without_type", Unit::kCount, Scope::kNone, 3, 3},
    {"security", "thing_attribute_name_max_characters", Unit::kCount, Scope::kNone, 128, 128},
    {"security", "thing_attribute_value_max_characters", Unit::kCount, Scope::kNone, 800, 800},
    {"security", "policy_change_delay_seconds_min", Unit::kTime, Scope::kNone, 360, 360},
    {"security", "policy_change_delay_seconds_max", Unit::kTime, Scope::kNone, 480, 480},
    {"fleet_provisioning_mqtt", "create_certificate_from_csr_requests_per_second_per_account",
     Unit::kRate, Scope::kAccount, 20, 20},
    {"fleet_provisioning_mqtt", "create_keys_and_certificate_requests_per_second_per_account",
     Unit::kRate, Scope::kAccount, 10, 10},
    {"fleet_provisioning_mqtt", "register_thing_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 10, 10},
    {"control_plane_api", "create_thing_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 100, 50, true},
    {"control_plane_api", "describe_thing_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 350, 350},
    {"control_plane_api", "attach_policy_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 15, 15},
    {"control_plane_api", "create_policy_requests_per_second_per_account", Unit::kRate,
     Scope::kAccount, 10, 10},
    {"emulation", "token_bucket_capacity_seconds_of_rate", Unit::kFactor, Scope::kNone, 1.0, 1.0},
    {"client_guidance", "use_at_most_fraction_of_quota", Unit::kFactor, Scope::kNone, 0.8, 0.8},
    {"client_guidance", "reconnect_backoff_initial_seconds", Unit::kTime, Scope::kNone, 1, 1},
    {"client_guidance", "reconnect_backoff_max_seconds", Unit::kTime, Scope::kNone, 128, 128},
    {"client_guidance", "min_seconds_between_connects_per_client_id", Unit::kTime, Scope::kClientId,
     10, 10},
}};

// Of what MQTT, or the service, has no more.
struct Range {
  Limit limit;
  std::uint32_t least;
  std::uint32_t most;
};
constexpr std::uint32_t kTwoBytesMost = 65535;
constexpr std::uint32_t kPacketBytesMost = 268'435'460;  // with its fixed header
constexpr std::uint32_t kShadowNameBytesMost = 64;       // beyond, no topic is a shadow's
constexpr std::uint32_t kThingNameBytesMost = 128;
constexpr std::array<Range, 13> kRanges{{
    {Limit::kKeepAliveMinSeconds, 0, kTwoBytesMost},
    {Limit::kKeepAliveMaxSeconds, 1, kTwoBytesMost},
    {Limit::kKeepAliveMaxSecondsVpcEndpoint, 1, kTwoBytesMost},
    {Limit::kMaxQos, 0, 1},
    {Limit::kReceiveMaximumAnnounced, 1, kTwoBytesMost},
    {Limit::kTopicAliasMaximumAnnounced, 0, kTwoBytesMost},
    {Limit::kMaximumQosAnnounced, 0, 1},
    {Limit::kRetainAvailableAnnounced, 0, 1},
    {Limit::kWildcardSubscriptionAvailableAnnounced, 0, 1},
    {Limit::kSubscriptionIdentifierAvailableAnnounced, 0, 1},
    {Limit::kMaximumPacketSizeAnnouncedBytes, 1, kPacketBytesMost},
    {Limit::kShadowNameMaxBytes, 1, kShadowNameBytesMost},
    {Limit::kThingNameMaxBytes, 1, kThingNameBytesMost},
}};

const Range* range_of(const LimitRow& row) {
  for (const Range& range : kRanges)
    if (row_of(range.limit).key == row.key) return &range;
  return nullptr;
}

}  // namespace

std::span<const LimitRow> limit_rows() {
  return kRows;
}

const LimitRow& row_of(Limit limit) {
  return kRows.at(static_cast<std::size_t>(limit));
}

std::optional<Limit> limit_named(std::string_view key) {
  const auto found = std::ranges::find(kRows, key, &LimitRow::key);
  if (found == kRows.end()) return std::nullopt;
  return static_cast<Limit>(found - kRows.begin());
}

bool can_be(const LimitRow& row, double number) {
  constexpr double kNumberMost = 1e9;
  constexpr double kDaysMost = 1e4;  // so that their nanoseconds fit
  const bool is_positive = row.unit == Unit::kRate || row.unit == Unit::kFactor;
  const bool is_whole = row.unit != Unit::kCount || std::floor(number) == number;
  const double most = row.key.ends_with("_days") ? kDaysMost : kNumberMost;
  if (const Range* const range = range_of(row))
    return is_whole && number >= range->least && number <= range->most;
  return is_whole && number <= most && (is_positive ? number > 0 : number >= 0);
}

std::string allowed_text(const LimitRow& row) {
  if (const Range* const range = range_of(row))
    return fmt::format("a {}number from {} to {}", row.unit == Unit::kCount ? "whole " : "",
                       range->least, range->most);
  switch (row.unit) {
    case Unit::kRate:
      return "a number above 0 and at most 1e9, so many a second";
    case Unit::kCount:
      return "a whole number from 0 to 1e9";
    case Unit::kTime:
      return "a number from 0 to 1e9 (1e4 days)";
    case Unit::kFactor:
      break;
  }
  return "a number above 0 and at most 1e9";
}

}  // namespace shadowsim::quota
