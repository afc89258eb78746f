#include "sim/quota/settings.h"

namespace shadowsim::quota {
namespace {

// In the order of Flag.
constexpr std::array<FlagRow, 36> kFlags{{
    {"connect", "connect_requests_per_second_per_account_adjustable", true},
    {"connect", "connect_requests_per_second_per_client_id_adjustable", false},
    {"connect", "concurrent_connections_per_account_adjustable", true},
    {"publish", "inbound_publish_requests_per_second_per_account_adjustable", true},
    {"publish", "inbound_publish_counts_service_generated_messages", true},
    {"publish", "outbound_publish_requests_per_second_per_account_adjustable", true},
    {"publish", "publish_requests_per_second_per_connection_adjustable", false},
    {"publish", "throughput_adjustable", false},
    {"publish", "payload_adjustable", false},
    {"publish", "topic_limits_exclude_basic_ingest_prefix", true},
    {"publish", "topic_limits_exclude_shared_prefix", true},
    {"subscribe", "subscriptions_per_subscribe_packet_adjustable", false},
    {"subscribe", "subscriptions_per_connection_adjustable", true},
    {"subscribe", "subscriptions_per_account_adjustable", true},
    {"subscribe", "subscriptions_per_second_per_account_adjustable", true},
    {"retained", "retained_messages_adjustable", true},
    {"retained", "retained_publish_adjustable", true},
    {"retained", "retained_delivery_to_wildcard_filters", false},
    {"retained", "retained_delivery_to_shared_subscriptions", false},
    {"retained", "retained_publish_allowed_on_reserved_topics", false},
    {"persistent_session", "session_resume_across_mqtt_versions", false},
    {"persistent_session", "queued_messages_adjustable", true},
    {"mqtt5", "topic_alias_adjustable", true},
    {"mqtt5", "supports_subscription_identifiers", false},
    {"mqtt5", "supports_auth_packet", false},
    {"mqtt5", "supports_qos2", false},
    {"mqtt5", "supports_will_delay", false},
    {"mqtt5", "supports_request_problem_information", true},
    {"mqtt5", "supports_shared_subscriptions", true},
    {"device_shadow", "shadow_api_adjustable", true},
    {"device_shadow", "shadow_requests_per_second_adjustable", true},
    {"device_shadow", "in_flight_adjustable", false},
    {"device_shadow", "document_adjustable", true},
    {"emulation", "count_denied_publish_against_connection_rate", true},
    {"emulation", "count_denied_publish_against_account_rate", false},
    {"emulation", "qos1_retransmission_counts_as_publish", true},
}};

// In the order of Word.
constexpr std::array<WordRow, 5> kWords{{
    {"publish", "publish_requests_per_second_per_connection_directions", {"separate", "combined"}},
    {"publish", "throughput_excess_action", {"delay", ""}},
    {"persistent_session", "queued_message_overflow_drops", {"newest", ""}},
    {"device_shadow", "shadow_requests_per_second_scope", {"shadow", "thing"}},
    {"client_guidance", "reconnect_backoff_jitter", {"full", ""}},
}};

constexpr std::array<RemarkRow, 4> kRemarks{{
    {"device_shadow", "shadow_name_pattern"},
    {"device_shadow", "thing_name_pattern"},
    {"device_shadow", "throttled_error_message"},
    {"emulation", "check_order"},
}};

}  // namespace

std::span<const FlagRow> flag_rows() {
  return kFlags;
}

std::span<const WordRow> word_rows() {
  return kWords;
}

std::span<const RemarkRow> remark_rows() {
  return kRemarks;
}

}  // namespace shadowsim::quota
