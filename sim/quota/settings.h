#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

// What a quota file says beside its limits: what is so or not, and words out of a few. A name is its
// key in the file, where what it means is told.
namespace shadowsim::quota {

enum class Flag : std::uint8_t {
  kConnectRequestsPerSecondPerAccountAdjustable,
  kConnectRequestsPerSecondPerClientIdAdjustable,
  kConcurrentConnectionsPerAccountAdjustable,
  kInboundPublishRequestsPerSecondPerAccountAdjustable,
  kInboundPublishCountsServiceGeneratedMessages,
  kOutboundPublishRequestsPerSecondPerAccountAdjustable,
  kPublishRequestsPerSecondPerConnectionAdjustable,
  kThroughputAdjustable,
  kPayloadAdjustable,
  kTopicLimitsExcludeBasicIngestPrefix,
  kTopicLimitsExcludeSharedPrefix,
  kSubscriptionsPerSubscribePacketAdjustable,
  kSubscriptionsPerConnectionAdjustable,
  kSubscriptionsPerAccountAdjustable,
  kSubscriptionsPerSecondPerAccountAdjustable,
  kRetainedMessagesAdjustable,
  kRetainedPublishAdjustable,
  kRetainedDeliveryToWildcardFilters,
  kRetainedDeliveryToSharedSubscriptions,
  kRetainedPublishAllowedOnReservedTopics,
  kSessionResumeAcrossMqttVersions,
  kQueuedMessagesAdjustable,
  kTopicAliasAdjustable,
  kSupportsSubscriptionIdentifiers,
  kSupportsAuthPacket,
  kSupportsQos2,
  kSupportsWillDelay,
  kSupportsRequestProblemInformation,
  kSupportsSharedSubscriptions,
  kShadowApiAdjustable,
  kShadowRequestsPerSecondAdjustable,
  kInFlightAdjustable,
  kDocumentAdjustable,
  kCountDeniedPublishAgainstConnectionRate,
  kCountDeniedPublishAgainstAccountRate,
  kQos1RetransmissionCountsAsPublish,
};

struct FlagRow {
  std::string_view section;
  std::string_view key;
  bool value;  // default
};

// By flag.
std::span<const FlagRow> flag_rows();

enum class Word : std::uint8_t {
  kPublishRequestsPerSecondPerConnectionDirections,
  kThroughputExcessAction,
  kQueuedMessageOverflowDrops,
  kShadowRequestsPerSecondScope,
  kReconnectBackoffJitter,
};

struct WordRow {
  std::string_view section;
  std::string_view key;
  std::array<std::string_view, 2>
      allowed;  // the first is the default; an empty one counts for nothing
};

// By word.
std::span<const WordRow> word_rows();

// What only tells: the file may say it, nothing follows from it.
struct RemarkRow {
  std::string_view section;
  std::string_view key;
};
std::span<const RemarkRow> remark_rows();

}  // namespace shadowsim::quota
