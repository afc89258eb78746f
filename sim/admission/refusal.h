#pragma once

#include <cstdint>
#include <string>

#include "sim/admission/counters.h"
#include "sim/policy/evaluator.h"
#include "sim/policy/session_policy.h"
#include "sim/quota/excess.h"
#include "sim/quota/limits.h"
#include "sim/quota/quota_profile.h"

namespace shadowsim::admission {

enum class Version : std::uint8_t { kMqtt311, kMqtt5 };

// What is not allowed, and what the client sees of it.
struct Refusal {
  quota::Reaction reaction;
  Metric metric = Metric::kThrottleExceeded;

  // The quota's key as in a quota file, "publish_requests_per_second_per_connection"; or what no policy
  // allows, "iot:Publish on arn:aws:iot:us-east-1:123456789012:topic/a: denied: no statement allows it".
  std::string cause;
};

// What a request is about, where that decides what its refusal looks like.
enum class Moment : std::uint8_t { kConnect, kPublishQos0, kPublishQos1, kSubscribe, kDelivery };

// The refusal of what the quota does not have room for. Where the profile has no reaction for that
// version the connection is closed.
Refusal beyond_quota(const quota::QuotaProfile& quotas, quota::Limit limit, quota::Excess excess,
                     Version version, Moment moment, Metric metric);

// The refusal of a topic or filter that is the service's own: as of one that is too long.
// `quotas` null: as AWS's defaults.
// Source: Developer Guide, "Reserved topics"; iot-policy.md, section 7, whose codes are a choice.
Refusal reserved(const quota::QuotaProfile* quotas, Version version, Moment moment);

// The refusal of what a policy does not allow: MQTT 3.1.1 closes; MQTT 5 keeps the connection, but for
// a CONNECT, and says 0x87 where there is a packet to say it with. A delivery is dropped.
// Source: iot-policy.md, section 7: from the migration guides of the AWS IoT Device SDKs.
Refusal denied(const policy::SessionPolicy& policy, const policy::Decision& decision,
               policy::Action action, std::string_view name, Version version, Moment moment);

// For a log: what the client sees, and the cause. "PUBACK 0x97: publish_requests_per_second_per_connection".
std::string to_text(const Refusal& refusal);

}  // namespace shadowsim::admission
