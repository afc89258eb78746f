#include "sim/quota/excess.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::quota {
namespace {

// In the order of Excess.
constexpr std::array<ExcessRow, 41> kRows{{
    {"connect_rate_account", {"close", "connack_97", "", ""}},
    {"connect_rate_client_id", {"close", "connack_97", "", ""}},
    {"concurrent_connections", {"close", "connack_97", "", ""}},
    {"client_id_too_long", {"connack_02", "connack_85", "", ""}},
    {"publish_rate_connection_qos0", {"drop", "drop", "", ""}},
    {"publish_rate_connection_qos1", {"drop", "puback_97", "", ""}},
    {"publish_rate_connection_sustained", {"close", "disconnect_97", "", ""}},
    {"publish_rate_account_qos0", {"drop", "drop", "", ""}},
    {"publish_rate_account_qos1", {"drop", "puback_97", "", ""}},
    {"outbound_rate_connection", {"drop", "drop", "", ""}},
    {"outbound_rate_account", {"drop", "drop", "", ""}},
    {"throughput_connection", {"delay", "delay", "", ""}},
    {"payload_too_large", {"close", "disconnect_97", "", ""}},
    {"packet_too_large", {"close", "disconnect_95", "", ""}},
    {"topic_invalid_on_publish", {"close", "", "disconnect_90", "puback_90"}},
    {"topic_filter_invalid", {"close", "suback_8F", "", ""}},
    {"filters_per_subscribe_packet", {"close", "disconnect_97", "", ""}},
    {"subscriptions_per_connection", {"suback_80", "suback_97", "", ""}},
    {"subscription_rate_account", {"suback_80", "suback_97", "", ""}},
    {"subscriptions_per_account", {"suback_80", "suback_97", "", ""}},
    {"inbound_in_flight", {"close", "disconnect_93", "", ""}},
    {"outbound_in_flight", {"hold", "hold", "", ""}},
    {"shared_group_member_over_rate_qos1", {"queue", "queue", "", ""}},
    {"qos2_publish", {"drop", "disconnect_9B", "", ""}},
    {"qos2_subscribe", {"drop", "disconnect_9B", "", ""}},
    {"topic_alias_above_maximum", {"", "disconnect_94", "", ""}},
    {"subscription_identifier", {"", "disconnect_A1", "", ""}},
    {"retained_rate_account", {"drop", "puback_97", "", ""}},
    {"retained_rate_topic", {"drop", "puback_97", "", ""}},
    {"retained_count_account", {"drop", "puback_97", "", ""}},
    {"queued_rate_account", {"drop", "drop", "", ""}},
    {"keep_alive_timeout", {"close", "disconnect_8D", "", ""}},
    {"session_takeover", {"close", "disconnect_8E", "", ""}},
    {"delete_connection_api", {"close", "disconnect_98", "", ""}},
    {"websocket_duration", {"close", "disconnect_98", "", ""}},
    {"mqtt5_property_too_large", {"", "", "disconnect_97", "puback_97"}},
    {"client_maximum_packet_size_too_small", {"", "connack_80", "", ""}},
    {"shadow_rate_account", {"reject_429", "reject_429", "", ""}},
    {"shadow_rate_shadow", {"reject_429", "reject_429", "", ""}},
    {"shadow_in_flight", {"reject_429", "reject_429", "", ""}},
    {"shadow_document_too_large", {"reject_413", "reject_413", "", ""}},
}};

using Kind = Reaction::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 5> kPlain{{{"close", Kind::kClose},
                                                                   {"drop", Kind::kDrop},
                                                                   {"delay", Kind::kDelay},
                                                                   {"hold", Kind::kHold},
                                                                   {"queue", Kind::kQueue}}};
constexpr std::array<std::pair<std::string_view, Kind>, 5> kCoded{
    {{"connack_", Kind::kConnack},
     {"puback_", Kind::kPuback},
     {"suback_", Kind::kSuback},
     {"disconnect_", Kind::kDisconnect},
     {"reject_", Kind::kReject}}};

}  // namespace

Result<Reaction> parse_reaction(std::string_view text) {
  for (const auto& [name, kind] : kPlain)
    if (text == name) return Reaction{kind, 0};
  for (const auto& [prefix, kind] : kCoded) {
    if (!text.starts_with(prefix)) continue;
    const bool is_rejection = kind == Kind::kReject;
    const std::string_view digits = text.substr(prefix.size());
    Reaction reaction{kind, 0};
    const char* const end = digits.data() + digits.size();
    const auto [rest, failure] =
        std::from_chars(digits.data(), end, reaction.code, is_rejection ? 10 : 16);
    const bool is_code = digits.size() == (is_rejection ? 3U : 2U);
    if (is_code && failure == std::errc{} && rest == end) return reaction;
  }
  return usage_error(fmt::format(
      "'{}' is no reaction, which is close, drop, delay, hold, queue, connack_XX, puback_XX, "
      "suback_XX or disconnect_XX with a hexadecimal code, or reject_NNN",
      text));
}

std::string_view name_of(Column column) {
  constexpr std::array<std::string_view, kColumns> kNames{"mqtt311", "mqtt5", "mqtt5_qos0",
                                                          "mqtt5_qos1"};
  return kNames.at(static_cast<std::size_t>(column));
}

std::span<const ExcessRow> excess_rows() {
  return kRows;
}

}  // namespace shadowsim::quota
