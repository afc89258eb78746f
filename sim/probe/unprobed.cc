#include "sim/probe/unprobed.h"

#include <array>

#include "sim/quota/limits.h"

namespace shadowsim::probe {
namespace {

using quota::Limit;

constexpr std::string_view kNoMqtt = "asked for over HTTPS, not over MQTT";
constexpr std::string_view kProvisioning =
    "of fleet provisioning, which the embedded endpoint does not serve";
constexpr std::string_view kRegistry = "of the registry and its policies, which MQTT does not meet";
constexpr std::string_view kOther = "another value for a quota that has its probe";
constexpr std::string_view kUnsaid =
    "what holds where a client says nothing, and MQTT always says it";
constexpr std::string_view kLong = "too long to wait for, and not enforced here";
constexpr std::string_view kShared =
    "of what is stored for a shared group, which is not enforced here";
constexpr std::string_view kWords = "how a refusal is worded";
constexpr std::string_view kNoQuota = "no quota, but how the endpoint or a client behaves";

struct Row {
  Limit limit;
  std::string_view why;
};
constexpr std::array<Row, 44> kRows{{
    {Limit::kDeleteConnectionRequestsPerSecondPerClientId, kNoMqtt},
    {Limit::kDeleteConnectionRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kGetConnectionRequestsPerSecondPerClientId, kNoMqtt},
    {Limit::kGetConnectionRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kListSubscriptionsRequestsPerSecondPerClientId, kNoMqtt},
    {Limit::kListSubscriptionsRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kSendDirectMessageRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kGetRetainedMessageRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kCreateThingRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kDescribeThingRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kAttachPolicyRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kCreatePolicyRequestsPerSecondPerAccount, kNoMqtt},
    {Limit::kCreateCertificateFromCsrRequestsPerSecondPerAccount, kProvisioning},
    {Limit::kCreateKeysAndCertificateRequestsPerSecondPerAccount, kProvisioning},
    {Limit::kRegisterThingRequestsPerSecondPerAccount, kProvisioning},
    {Limit::kPoliciesMaxPerCertificate, kRegistry},
    {Limit::kPolicyDocumentMaxCharactersWithoutWhitespace, kRegistry},
    {Limit::kPolicyVersionsMaxPerPolicy, kRegistry},
    {Limit::kThingGroupsMaxPerThing, kRegistry},
    {Limit::kThingGroupDepthMaxLevels, kRegistry},
    {Limit::kThingAttributesMaxWithType, kRegistry},
    {Limit::kThingAttributesMaxWithoutType, kRegistry},
    {Limit::kThingAttributeNameMaxCharacters, kRegistry},
    {Limit::kThingAttributeValueMaxCharacters, kRegistry},
    {Limit::kPolicyChangeDelaySecondsMin, kRegistry},
    {Limit::kPolicyChangeDelaySecondsMax, kRegistry},
    {Limit::kConnectRequestsPerSecondPerClientIdStrictProfile, kOther},
    {Limit::kKeepAliveMaxSecondsVpcEndpoint, kOther},
    {Limit::kSessionExpiryAdjustableUpToSeconds, kOther},
    {Limit::kDocumentAdjustableUpToBytes, kOther},
    {Limit::kKeepAliveDefaultSeconds, kUnsaid},
    {Limit::kSessionExpiryDefaultSeconds, kUnsaid},
    {Limit::kWebsocketConnectionMaxDurationSeconds, kLong},
    {Limit::kX509ConnectionTypicalMaxDurationDays, kLong},
    {Limit::kSessionExpiryLateByAtMostSeconds, kLong},
    {Limit::kQueuedMessagesDrainPerSecondPerSharedSubscriber, kShared},
    {Limit::kQueuedMessagesMaxPerSharedGroup, kShared},
    {Limit::kJsonDepthLevelsInErrorText, kWords},
    {Limit::kThrottledErrorCode, kWords},
    {Limit::kTokenBucketCapacitySecondsOfRate, kNoQuota},
    {Limit::kUseAtMostFractionOfQuota, kNoQuota},
    {Limit::kReconnectBackoffInitialSeconds, kNoQuota},
    {Limit::kReconnectBackoffMaxSeconds, kNoQuota},
    {Limit::kMinSecondsBetweenConnectsPerClientId, kNoQuota},
}};

}  // namespace

std::vector<Unprobed> unprobed() {
  std::vector<Unprobed> all;
  for (const Row& row : kRows)
    all.push_back({quota::row_of(row.limit).key, row.why});
  return all;
}

}  // namespace shadowsim::probe
