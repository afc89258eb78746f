#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "sim/base/result.h"

// What a client sees when it exceeds a limit. A name is its key under excess_behaviour in a quota file.
// Source: account-quotas.md, section 2: most MQTT 5 codes and several MQTT 3.1.1 cells are choices.
namespace shadowsim::quota {

enum class Excess : std::uint8_t {
  kConnectRateAccount,
  kConnectRateClientId,
  kConcurrentConnections,
  kClientIdTooLong,
  kPublishRateConnectionQos0,
  kPublishRateConnectionQos1,
  kPublishRateConnectionSustained,
  kPublishRateAccountQos0,
  kPublishRateAccountQos1,
  kOutboundRateConnection,
  kOutboundRateAccount,
  kThroughputConnection,
  kPayloadTooLarge,
  kPacketTooLarge,
  kTopicInvalidOnPublish,
  kTopicFilterInvalid,
  kFiltersPerSubscribePacket,
  kSubscriptionsPerConnection,
  kSubscriptionRateAccount,
  kSubscriptionsPerAccount,
  kInboundInFlight,
  kOutboundInFlight,
  kSharedGroupMemberOverRateQos1,
  kQos2Publish,
  kQos2Subscribe,
  kTopicAliasAboveMaximum,
  kSubscriptionIdentifier,
  kRetainedRateAccount,
  kRetainedRateTopic,
  kRetainedCountAccount,
  kQueuedRateAccount,
  kKeepAliveTimeout,
  kSessionTakeover,
  kDeleteConnectionApi,
  kWebsocketDuration,
  kMqtt5PropertyTooLarge,
  kClientMaximumPacketSizeTooSmall,
  kShadowRateAccount,
  kShadowRateShadow,
  kShadowInFlight,
  kShadowDocumentTooLarge,
};

struct Reaction {
  enum class Kind : std::uint8_t {
    kClose,       // TCP ends, without a packet
    kDrop,        // discarded, no acknowledgement
    kDelay,       // nothing is read until there is room again
    kHold,        // waits for acknowledgements
    kQueue,       // kept for another member of a shared group, or for later
    kConnack,     // that packet with `code`, then the end
    kPuback,      // that packet with `code`
    kSuback,      // that code for that filter
    kDisconnect,  // that packet with `code`, then the end
    kReject,      // a message on the shadow's rejected topic with `code`
  };

  Kind kind = Kind::kClose;
  std::uint16_t code = 0;  // of the packet, or 429 and the like of a rejection

  friend bool operator==(const Reaction&, const Reaction&) = default;
};

// Reads "close", "puback_97" (hexadecimal), "reject_429" (decimal).
// Errors: what is wrong and what is allowed.
Result<Reaction> parse_reaction(std::string_view text);

// By protocol version, and for some excesses of MQTT 5 by the publish's QoS.
enum class Column : std::uint8_t { kMqtt311, kMqtt5, kMqtt5Qos0, kMqtt5Qos1 };
inline constexpr std::size_t kColumns = 4;

// "mqtt311" and so on: the keys of a row in the file.
std::string_view name_of(Column column);

// What is beyond its limit, and so what can answer it.
enum class Occasion : std::uint8_t {
  kConnect,
  kPublish,
  kSubscribe,
  kDelivery,
  kStoring,     // of messages for those who are away, which nobody sees
  kConnection,  // as a whole
  kRequest,     // to the shadow service
};

struct ExcessRow {
  std::string_view key;
  std::array<std::string_view, kColumns>
      reactions;  // defaults as text; empty: the row has no such column
  Occasion occasion;
};

// By excess.
std::span<const ExcessRow> excess_rows();

// Whether a client can see that reaction there: no PUBACK answers a CONNECT, and MQTT 3.1.1 has neither a server's
// DISCONNECT nor a code in PUBACK.
// Errors: what is allowed there.
Result<void> check_reaction(Occasion occasion, Column column, const Reaction& reaction);

}  // namespace shadowsim::quota
