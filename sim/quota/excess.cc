#include "sim/quota/excess.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace shadowsim::quota {
namespace {

// In the order of Excess.
constexpr std::array<ExcessRow, 41> kRows{{
    {"connect_rate_account", {"close", "connack_97", "", ""}, Occasion::kConnect},
    {"connect_rate_client_id", {"close", "connack_97", "", ""}, Occasion::kConnect},
    {"concurrent_connections", {"close", "connack_97", "", ""}, Occasion::kConnect},
    {"client_id_too_long", {"connack_02", "connack_85", "", ""}, Occasion::kConnect},
    {"publish_rate_connection_qos0", {"drop", "drop", "", ""}, Occasion::kPublish},
    {"publish_rate_connection_qos1", {"drop", "puback_97", "", ""}, Occasion::kPublish},
    {"publish_rate_connection_sustained", {"close", "disconnect_97", "", ""}, Occasion::kPublish},
    {"publish_rate_account_qos0", {"drop", "drop", "", ""}, Occasion::kPublish},
    {"publish_rate_account_qos1", {"drop", "puback_97", "", ""}, Occasion::kPublish},
    {"outbound_rate_connection", {"drop", "drop", "", ""}, Occasion::kDelivery},
    {"outbound_rate_account", {"drop", "drop", "", ""}, Occasion::kDelivery},
    {"throughput_connection", {"delay", "delay", "", ""}, Occasion::kConnection},
    {"payload_too_large", {"close", "disconnect_97", "", ""}, Occasion::kPublish},
    {"packet_too_large", {"close", "disconnect_95", "", ""}, Occasion::kPublish},
    {"topic_invalid_on_publish", {"close", "", "disconnect_90", "puback_90"}, Occasion::kPublish},
    {"topic_filter_invalid", {"close", "suback_8F", "", ""}, Occasion::kSubscribe},
    {"filters_per_subscribe_packet", {"close", "disconnect_97", "", ""}, Occasion::kSubscribe},
    {"subscriptions_per_connection", {"suback_80", "suback_97", "", ""}, Occasion::kSubscribe},
    {"subscription_rate_account", {"suback_80", "suback_97", "", ""}, Occasion::kSubscribe},
    {"subscriptions_per_account", {"suback_80", "suback_97", "", ""}, Occasion::kSubscribe},
    {"inbound_in_flight", {"close", "disconnect_93", "", ""}, Occasion::kPublish},
    {"outbound_in_flight", {"hold", "hold", "", ""}, Occasion::kDelivery},
    {"shared_group_member_over_rate_qos1", {"queue", "queue", "", ""}, Occasion::kDelivery},
    {"qos2_publish", {"drop", "disconnect_9B", "", ""}, Occasion::kPublish},
    {"qos2_subscribe", {"drop", "disconnect_9B", "", ""}, Occasion::kSubscribe},
    {"topic_alias_above_maximum", {"", "disconnect_94", "", ""}, Occasion::kPublish},
    {"subscription_identifier", {"", "disconnect_A1", "", ""}, Occasion::kSubscribe},
    {"retained_rate_account", {"drop", "puback_97", "", ""}, Occasion::kPublish},
    {"retained_rate_topic", {"drop", "puback_97", "", ""}, Occasion::kPublish},
    {"retained_count_account", {"drop", "puback_97", "", ""}, Occasion::kPublish},
    {"queued_rate_account", {"drop", "drop", "", ""}, Occasion::kStoring},
    {"keep_alive_timeout", {"close", "disconnect_8D", "", ""}, Occasion::kConnection},
    {"session_takeover", {"close", "disconnect_8E", "", ""}, Occasion::kConnection},
    {"delete_connection_api", {"close", "disconnect_98", "", ""}, Occasion::kConnection},
    {"websocket_duration", {"close", "disconnect_98", "", ""}, Occasion::kConnection},
    {"mqtt5_property_too_large", {"", "", "disconnect_97", "puback_97"}, Occasion::kPublish},
    {"client_maximum_packet_size_too_small", {"", "connack_80", "", ""}, Occasion::kConnect},
    {"shadow_rate_account", {"reject_429", "reject_429", "", ""}, Occasion::kRequest},
    {"shadow_rate_shadow", {"reject_429", "reject_429", "", ""}, Occasion::kRequest},
    {"shadow_in_flight", {"reject_429", "reject_429", "", ""}, Occasion::kRequest},
    {"shadow_document_too_large", {"reject_413", "reject_413", "", ""}, Occasion::kRequest},
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

constexpr std::array kAtConnect{Kind::kClose, Kind::kConnack};
constexpr std::array kAtPublish{Kind::kClose, Kind::kDrop, Kind::kDelay, Kind::kPuback,
                                Kind::kDisconnect};
constexpr std::array kAtSubscribe{Kind::kClose, Kind::kDrop, Kind::kSuback, Kind::kDisconnect};
constexpr std::array kAtDelivery{Kind::kClose, Kind::kDrop, Kind::kHold, Kind::kQueue,
                                 Kind::kDisconnect};
constexpr std::array kAtStoring{Kind::kDrop};
constexpr std::array kAtConnection{Kind::kClose, Kind::kDelay, Kind::kDisconnect};
constexpr std::array kAtRequest{Kind::kClose, Kind::kDrop, Kind::kPuback, Kind::kDisconnect,
                                Kind::kReject};

constexpr std::span<const Kind> seen_at(Occasion occasion) {
  switch (occasion) {
    case Occasion::kConnect:
      return kAtConnect;
    case Occasion::kPublish:
      return kAtPublish;
    case Occasion::kSubscribe:
      return kAtSubscribe;
    case Occasion::kDelivery:
      return kAtDelivery;
    case Occasion::kStoring:
      return kAtStoring;
    case Occasion::kConnection:
      return kAtConnection;
    case Occasion::kRequest:
      return kAtRequest;
  }
  return {};
}

// As it is written in a quota file.
std::string shape_of(Kind kind) {
  for (const auto& [name, plain] : kPlain)
    if (plain == kind) return std::string{name};
  for (const auto& [prefix, coded] : kCoded)
    if (coded == kind) return fmt::format("{}{}", prefix, kind == Kind::kReject ? "NNN" : "XX");
  return {};
}

// What is wrong with a code of MQTT 3.1.1, which has fewer; empty: nothing.
// Source: MQTT 3.1.1, sections 3.2.2.3 and 3.9.3.
std::string_view wrong_in_mqtt311(const Reaction& reaction) {
  constexpr std::uint16_t kConnackMost = 5;
  constexpr std::uint16_t kSubackFailure = 0x80;
  switch (reaction.kind) {
    case Kind::kDisconnect:
    case Kind::kPuback:
      return "MQTT 3.1.1 has neither a DISCONNECT of the server's nor a code in PUBACK";
    case Kind::kConnack:
      return reaction.code >= 1 && reaction.code <= kConnackMost
                 ? ""
                 : "MQTT 3.1.1 refuses a CONNECT with 01 to 05";
    case Kind::kSuback:
      return reaction.code == kSubackFailure ? "" : "MQTT 3.1.1 refuses a filter with 80";
    default:
      return "";
  }
}

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

Result<void> check_reaction(Occasion occasion, Column column, const Reaction& reaction) {
  if (column == Column::kMqtt311) {
    const std::string_view wrong = wrong_in_mqtt311(reaction);
    if (!wrong.empty()) return usage_error(std::string{wrong});
  }
  constexpr std::uint16_t kFirstError = 0x80;
  const bool is_coded =
      std::ranges::any_of(kCoded, [&](const auto& coded) { return coded.second == reaction.kind; });
  if (column != Column::kMqtt311 && is_coded && reaction.code < kFirstError)
    return usage_error("a code below 80 tells a client that all went well");
  const std::span<const Kind> seen = seen_at(occasion);
  if (std::ranges::find(seen, reaction.kind) != seen.end()) return {};
  std::vector<std::string> shapes;
  std::ranges::transform(seen, std::back_inserter(shapes), shape_of);
  return usage_error(fmt::format("that cannot be seen here, but {}", fmt::join(shapes, ", ")));
}

}  // namespace shadowsim::quota
