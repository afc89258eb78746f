#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// The limits of an AWS account, and the numbers that go with them: one row for each key of a quota
// file, with its default. A limit's name is its key in the file, where what it means is told.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas"; what is our choice, and where the
//         documentation contradicts itself, is marked in scenarios/quotas/default.yaml.
namespace shadowsim::quota {

enum class Limit : std::uint8_t {
  // --- Connecting
  kConnectRequestsPerSecondPerAccount,
  kConnectRequestsPerSecondPerClientId,
  kConnectRequestsPerSecondPerClientIdStrictProfile,
  kConcurrentConnectionsPerAccount,
  kClientIdMaxBytesUtf8,
  kKeepAliveDefaultSeconds,
  kKeepAliveMinSeconds,
  kKeepAliveMaxSeconds,
  kKeepAliveZeroMeansSeconds,
  kKeepAliveMaxSecondsVpcEndpoint,
  kKeepAliveDisconnectFactor,
  kWebsocketConnectionMaxDurationSeconds,
  kX509ConnectionTypicalMaxDurationDays,
  kFirstPacketTimeoutSeconds,
  kDeleteConnectionRequestsPerSecondPerClientId,
  kDeleteConnectionRequestsPerSecondPerAccount,
  kGetConnectionRequestsPerSecondPerClientId,
  kGetConnectionRequestsPerSecondPerAccount,
  kListSubscriptionsRequestsPerSecondPerClientId,
  kListSubscriptionsRequestsPerSecondPerAccount,
  // --- Publishing and delivery
  kInboundPublishRequestsPerSecondPerAccount,
  kInboundPublishMaxCountPerShadowUpdate,
  kOutboundPublishRequestsPerSecondPerAccount,
  kPublishRequestsPerSecondPerConnection,
  kThroughputBytesPerSecondPerConnection,
  kPayloadMaxBytes,
  kTopicMaxBytesUtf8,
  kTopicMaxSlashes,
  kMaxQos,
  kInboundUnacknowledgedQos1MaxPerConnection,
  kOutboundUnacknowledgedQos1MaxPerConnection,
  kQos1RedeliveryGiveUpSecondsMqtt5,
  kQos1RedeliveryGiveUpSecondsMqtt311,
  kSendDirectMessageRequestsPerSecondPerAccount,
  kBasicIngestRuleEvaluationsPerSecondPerAccount,
  // --- Subscribing
  kSubscriptionsMaxPerSubscribePacket,
  kFiltersMaxPerUnsubscribePacket,
  kSubscriptionsMaxPerConnection,
  kSubscriptionsMaxPerAccount,
  kSubscriptionsPerSecondPerAccount,
  kUnsubscriptionsPerSecondPerAccount,
  kTopicFilterMaxBytesUtf8,
  kTopicFilterMaxSlashes,
  kSharedSubscriptionGroupNameMaxCharacters,
  kSharedSubscriptionGroupsMaxPerAccount,
  kSharedSubscriptionsMaxPerGroup,
  kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup,
  // --- Retained messages
  kRetainedMessagesMaxPerAccount,
  kRetainedPublishRequestsPerSecondPerAccount,
  kRetainedPublishRequestsPerSecondPerTopic,
  kGetRetainedMessageRequestsPerSecondPerAccount,
  // --- Persistent sessions
  kSessionExpiryDefaultSeconds,
  kSessionExpiryMaxSeconds,
  kSessionExpiryAdjustableUpToSeconds,
  kSessionExpiryLateByAtMostSeconds,
  kQueuedMessagesPerSecondPerAccount,
  kQueuedMessagesDrainPerSecondPerSession,
  kQueuedMessagesDrainPerSecondPerSharedSubscriber,
  kQueuedMessagesMaxPerSharedGroup,
  // --- What MQTT 5 announces and limits
  kReceiveMaximumAnnounced,
  kTopicAliasMaximumAnnounced,
  kMaximumQosAnnounced,
  kRetainAvailableAnnounced,
  kWildcardSubscriptionAvailableAnnounced,
  kSubscriptionIdentifierAvailableAnnounced,
  kMaximumPacketSizeAnnouncedBytes,
  kClientMaximumPacketSizeMinBytes,
  kMessageExpiryMinSeconds,
  kMessageExpiryZeroMeansSeconds,
  kMessageExpiryMaxSeconds,
  kContentTypeMaxBytes,
  kResponseTopicMaxBytes,
  kCorrelationDataMaxBytes,
  kUserPropertiesMaxBytesPerPacket,
  // --- The Device Shadow service
  kShadowApiRequestsPerSecondPerAccount,
  kShadowRequestsPerSecondPerShadow,
  kInFlightUnacknowledgedRequestsMaxPerThingPerConnection,
  kDocumentMaxBytes,
  kDocumentAdjustableUpToBytes,
  kJsonDepthMaxLevels,
  kJsonDepthLevelsInErrorText,
  kShadowNameMaxBytes,
  kThingNameMaxBytes,
  kClientTokenMaxBytes,
  kThrottledErrorCode,
  // --- Policies and the registry
  kPoliciesMaxPerCertificate,
  kPolicyDocumentMaxCharactersWithoutWhitespace,
  kPolicyVersionsMaxPerPolicy,
  kThingGroupsMaxPerThing,
  kThingGroupDepthMaxLevels,
  kThingAttributesMaxWithType,
  kThingAttributesMaxWithoutType,
  kThingAttributeNameMaxCharacters,
  kThingAttributeValueMaxCharacters,
  kPolicyChangeDelaySecondsMin,
  kPolicyChangeDelaySecondsMax,
  // --- Fleet provisioning
  kCreateCertificateFromCsrRequestsPerSecondPerAccount,
  kCreateKeysAndCertificateRequestsPerSecondPerAccount,
  kRegisterThingRequestsPerSecondPerAccount,
  // --- The control plane
  kCreateThingRequestsPerSecondPerAccount,
  kDescribeThingRequestsPerSecondPerAccount,
  kAttachPolicyRequestsPerSecondPerAccount,
  kCreatePolicyRequestsPerSecondPerAccount,
  // --- How the local endpoint emulates
  kTokenBucketCapacitySecondsOfRate,
  // --- What a well-behaved client keeps to
  kUseAtMostFractionOfQuota,
  kReconnectBackoffInitialSeconds,
  kReconnectBackoffMaxSeconds,
  kMinSecondsBetweenConnectsPerClientId,
};

// What a limit's number counts.
enum class Unit : std::uint8_t {
  kRate,    // per second; above 0
  kCount,   // whole
  kTime,    // seconds, or days where the key says so
  kFactor,  // above 0
};

// What a limit is for: each account has a limit of its own, or each connection, ...
enum class Scope : std::uint8_t {
  kNone,
  kAccount,
  kConnection,
  kSession,
  kClientId,
  kTopic,
  kShadow,
  kGroup
};

struct LimitRow {
  std::string_view section;  // of the file
  std::string_view key;
  Unit unit;
  Scope scope;
  double large;             // default in a large Region
  double select;            // in a smaller one: the same, or the value of KEY_select_regions
  bool has_select = false;  // whether there is such a key
};

// By limit.
std::span<const LimitRow> limit_rows();

const LimitRow& row_of(Limit limit);

// The limit with that key.
std::optional<Limit> limit_named(std::string_view key);

// Whether the limit can have that number, as it stands in a file; and what it can be otherwise.
bool can_be(const LimitRow& row, double number);
std::string_view allowed_text(Unit unit);

}  // namespace shadowsim::quota
