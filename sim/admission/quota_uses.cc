#include "sim/admission/quota_uses.h"

#include <algorithm>
#include <chrono>

namespace shadowsim::admission {

using quota::Limit;

std::span<const Limit> watched_limits() {
  static constexpr std::array kWatched{
      Limit::kConnectRequestsPerSecondPerAccount,
      Limit::kConnectRequestsPerSecondPerClientId,
      Limit::kConcurrentConnectionsPerAccount,
      Limit::kClientIdMaxBytesUtf8,
      Limit::kInboundPublishRequestsPerSecondPerAccount,
      Limit::kOutboundPublishRequestsPerSecondPerAccount,
      Limit::kPublishRequestsPerSecondPerConnection,
      Limit::kThroughputBytesPerSecondPerConnection,
      Limit::kPayloadMaxBytes,
      Limit::kTopicMaxBytesUtf8,
      Limit::kTopicMaxSlashes,
      Limit::kInboundUnacknowledgedQos1MaxPerConnection,
      Limit::kOutboundUnacknowledgedQos1MaxPerConnection,
      Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount,
      Limit::kSubscriptionsMaxPerSubscribePacket,
      Limit::kSubscriptionsMaxPerConnection,
      Limit::kSubscriptionsMaxPerAccount,
      Limit::kSubscriptionsPerSecondPerAccount,
      Limit::kUnsubscriptionsPerSecondPerAccount,
      Limit::kTopicFilterMaxBytesUtf8,
      Limit::kTopicFilterMaxSlashes,
      Limit::kSharedSubscriptionGroupsMaxPerAccount,
      Limit::kSharedSubscriptionsMaxPerGroup,
      Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup,
      Limit::kRetainedMessagesMaxPerAccount,
      Limit::kRetainedPublishRequestsPerSecondPerAccount,
      Limit::kRetainedPublishRequestsPerSecondPerTopic,
      Limit::kQueuedMessagesPerSecondPerAccount,
      Limit::kShadowApiRequestsPerSecondPerAccount,
      Limit::kShadowRequestsPerSecondPerShadow,
      Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection,
  };
  return kWatched;
}

void QuotaUses::allow(Limit limit, std::uint64_t times, std::uint64_t level) {
  Use& use = uses_.at(static_cast<std::size_t>(limit));
  use.allowed += times;
  use.peak = std::max(use.peak, level);
}

}  // namespace shadowsim::admission
