#include "sim/admission/refusal.h"

#include <fmt/format.h>

namespace shadowsim::admission {
namespace {

using Kind = quota::Reaction::Kind;

constexpr std::uint16_t kNotAuthorized = 0x87;

quota::Column column_of(Version version, Moment moment) {
  if (version == Version::kMqtt311) return quota::Column::kMqtt311;
  if (moment == Moment::kPublishQos0) return quota::Column::kMqtt5Qos0;
  if (moment == Moment::kPublishQos1) return quota::Column::kMqtt5Qos1;
  return quota::Column::kMqtt5;
}

quota::Reaction reaction_to_denial(Version version, Moment moment) {
  if (moment == Moment::kDelivery) return {Kind::kDrop};
  if (version == Version::kMqtt311) return {Kind::kClose};
  switch (moment) {
    case Moment::kConnect:
      return {Kind::kConnack, kNotAuthorized};
    case Moment::kPublishQos1:
      return {Kind::kPuback, kNotAuthorized};
    case Moment::kSubscribe:
      return {Kind::kSuback, kNotAuthorized};
    case Moment::kPublishQos0:
    case Moment::kDelivery:
      break;
  }
  return {Kind::kDrop};
}

Metric metric_of(policy::Action action) {
  switch (action) {
    case policy::Action::kConnect:
      return Metric::kConnectAuthError;
    case policy::Action::kPublish:
      return Metric::kPublishInAuthError;
    case policy::Action::kRetainPublish:
      return Metric::kPublishRetainedAuthError;
    case policy::Action::kSubscribe:
      return Metric::kSubscribeAuthError;
    case policy::Action::kReceive:
      break;
  }
  return Metric::kPublishOutAuthError;
}

}  // namespace

Refusal beyond_quota(const quota::QuotaProfile& quotas, quota::Limit limit, quota::Excess excess,
                     Version version, Moment moment, Metric metric) {
  const auto reaction = quotas.reaction(excess, column_of(version, moment));
  return {reaction.value_or(quota::Reaction{Kind::kClose}), metric,
          std::string{quota::row_of(limit).key}};
}

Refusal reserved(const quota::QuotaProfile* quotas, Version version, Moment moment) {
  const bool is_filter = moment == Moment::kSubscribe;
  const auto excess =
      is_filter ? quota::Excess::kTopicFilterInvalid : quota::Excess::kTopicInvalidOnPublish;
  const auto reaction = quotas != nullptr
                            ? quotas->reaction(excess, column_of(version, moment))
                            : quota::QuotaProfile{}.reaction(excess, column_of(version, moment));
  return {reaction.value_or(quota::Reaction{Kind::kClose}),
          is_filter ? Metric::kSubscribeClientError : Metric::kPublishInClientError,
          "reserved_topics"};
}

Refusal denied(const policy::SessionPolicy& policy, const policy::Decision& decision,
               policy::Action action, std::string_view name, Version version, Moment moment) {
  return {reaction_to_denial(version, moment), metric_of(action),
          fmt::format("{} on {}: {}", policy::name_of(action),
                      policy::arn(policy.account(), action, name),
                      policy::to_text(decision, policy.documents()))};
}

std::string to_text(const Refusal& refusal) {
  switch (refusal.reaction.kind) {
    case Kind::kConnack:
      return fmt::format("CONNACK {:#04x}: {}", refusal.reaction.code, refusal.cause);
    case Kind::kPuback:
      return fmt::format("PUBACK {:#04x}: {}", refusal.reaction.code, refusal.cause);
    case Kind::kSuback:
      return fmt::format("SUBACK {:#04x}: {}", refusal.reaction.code, refusal.cause);
    case Kind::kDisconnect:
      return fmt::format("DISCONNECT {:#04x}: {}", refusal.reaction.code, refusal.cause);
    case Kind::kReject:
      return fmt::format("rejected with {}: {}", refusal.reaction.code, refusal.cause);
    case Kind::kClose:
      return "closed: " + refusal.cause;
    default:
      return "dropped: " + refusal.cause;
  }
}

}  // namespace shadowsim::admission
