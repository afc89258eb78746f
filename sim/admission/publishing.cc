// What Visit says to a PUBLISH, in the order of account-quotas.md, section 4.2.

#include <algorithm>
#include <utility>

#include "sim/admission/limited_topic.h"
#include "sim/admission/visit.h"
#include "sim/shadow/topics.h"

namespace shadowsim::admission {
namespace {

using quota::Excess;
using quota::Flag;
using quota::Limit;
using quota::Reaction;

Moment moment_of(const PublishRequest& request) {
  return request.qos == 0 ? Moment::kPublishQos0 : Moment::kPublishQos1;
}

}  // namespace

PublishVerdict Visit::publish(const PublishRequest& request, std::size_t unacknowledged,
                              TimePoint now) {
  if (auto refusal = refuse_by_alias(request)) {
    host_.counters.count_refused_publish();
    return {counted(std::move(refusal)), {}};
  }
  const std::string_view topic =
      request.alias ? std::string_view{aliases_.at(*request.alias)} : request.topic;
  PublishVerdict verdict{judge_publish(request, topic, unacknowledged, now), topic};
  if (!verdict.refusal) verdict.refusal = refuse_by_service(verdict, moment_of(request), now);
  if (!verdict.refusal || verdict.is_rejected()) {
    host_.counters.count(Metric::kPublishInSuccess);
    if (request.retain) host_.counters.count(Metric::kPublishRetainedSuccess);
    note_use(request, topic, unacknowledged);
    if (request.qos > 0) hold_.absent().publish(topic, request.payload, host_.counters, now);
  } else {
    host_.counters.count_refused_publish();
  }
  verdict.refusal = counted(std::move(verdict.refusal));
  return verdict;
}

void Visit::note_use(const PublishRequest& request, std::string_view topic,
                     std::size_t unacknowledged) {
  if (host_.account == nullptr) return;
  QuotaUses& uses = host_.account->uses();
  uses.allow(Limit::kPayloadMaxBytes, 1, request.payload_bytes);
  const std::string_view part = limited_part(quotas(), topic);
  uses.allow(Limit::kTopicMaxBytesUtf8, 1, part.size());
  uses.allow(Limit::kTopicMaxSlashes, 1, slashes_of(part));
  if (request.qos > 0)
    uses.allow(Limit::kInboundUnacknowledgedQos1MaxPerConnection, 1, unacknowledged + 1);
}

void Visit::note_unacknowledged(std::size_t deliveries) {
  if (host_.account != nullptr)
    host_.account->uses().allow(Limit::kOutboundUnacknowledgedQos1MaxPerConnection, 1, deliveries);
}

void Visit::answered(OpenRequests::Place place) {
  if (buckets_) buckets_->open.answered(place);
}

// The gates of the shadow service, behind those of the broker. A request that is turned away takes
// nothing.
std::optional<Refusal> Visit::refuse_by_service(PublishVerdict& verdict, Moment moment,
                                                TimePoint now) {
  if (!buckets_) return std::nullopt;
  const auto parsed = shadow::parse_topic(verdict.topic);
  if (!parsed || !shadow::is_request(parsed->kind)) return std::nullopt;
  const auto refuse = [&](Limit limit, Excess excess) {
    return beyond_quota(quotas(), limit, excess, version_, moment, Metric::kShadowThrottle);
  };
  if (!buckets_->open.has_room_for(parsed->shadow.thing, now))
    return refuse(Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection,
                  Excess::kShadowInFlight);
  if (const auto limit = host_.account->take_shadow_request(parsed->shadow, now)) {
    const bool is_shadows = *limit == Limit::kShadowRequestsPerSecondPerShadow;
    return refuse(*limit, is_shadows ? Excess::kShadowRateShadow : Excess::kShadowRateAccount);
  }
  verdict.place = buckets_->open.add(parsed->shadow.thing, now);
  host_.account->uses().allow(Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection, 1,
                              buckets_->open.of(parsed->shadow.thing));
  return std::nullopt;
}

std::optional<Refusal> Visit::judge_publish(const PublishRequest& request, std::string_view topic,
                                            std::size_t unacknowledged, TimePoint now) {
  const Moment moment = moment_of(request);
  if (auto refusal = refuse_by_form(request)) return refusal;
  const bool denied_ones_count =
      !buckets_ || quotas().is(Flag::kCountDeniedPublishAgainstConnectionRate);
  if (denied_ones_count) {
    if (auto refusal = refuse_by_rate(moment, now)) return refusal;
  }
  bool has_token = denied_ones_count;
  auto refusal = refuse_by_size(request, topic);
  if (!refusal) refusal = refuse_by_room(request, unacknowledged);
  if (!refusal) {
    if (auto violation = refuse_reserved(topic, moment)) return violation;
    if (auto denial = refuse_by_policy(request, topic)) {
      if (buckets_ && quotas().is(Flag::kCountDeniedPublishAgainstAccountRate))
        host_.account->take_publish(topic, request.retain, now);
      return denial;
    }
    if (!denied_ones_count) {
      if (auto excess = refuse_by_rate(moment, now)) return excess;
      has_token = true;
    }
    refusal = refuse_by_account(request, topic, now);
  }
  // A refused request takes no tokens, but for one that is denied.
  if (refusal && has_token && buckets_) buckets_->publishes_in.give_back(1, now);
  return refusal;
}

std::optional<Refusal> Visit::refuse_by_room(const PublishRequest& request,
                                             std::size_t unacknowledged) const {
  if (!buckets_ || request.qos == 0 ||
      unacknowledged < quotas().count(Limit::kInboundUnacknowledgedQos1MaxPerConnection))
    return std::nullopt;
  return beyond_quota(quotas(), Limit::kInboundUnacknowledgedQos1MaxPerConnection,
                      Excess::kInboundInFlight, version_, Moment::kSubscribe,
                      Metric::kPublishInClientError);
}

std::optional<Refusal> Visit::refuse_by_form(const PublishRequest& request) const {
  if (!buckets_ || request.qos <= quotas().count(Limit::kMaxQos)) return std::nullopt;
  return beyond_quota(quotas(), Limit::kMaxQos, Excess::kQos2Publish, version_, Moment::kSubscribe,
                      Metric::kPublishInClientError);
}

// Learns the alias where the topic is given.
std::optional<Refusal> Visit::refuse_by_alias(const PublishRequest& request) {
  if (!request.alias) {
    if (!request.topic.empty()) return std::nullopt;
  } else {
    const std::uint64_t most =
        buckets_ ? quotas().count(Limit::kTopicAliasMaximumAnnounced) : kAliasesWithoutQuotas;
    if (*request.alias == 0 || *request.alias > most) {
      constexpr std::uint16_t kInvalidAlias = 0x94;
      if (buckets_)
        return beyond_quota(quotas(), Limit::kTopicAliasMaximumAnnounced,
                            Excess::kTopicAliasAboveMaximum, version_, Moment::kSubscribe,
                            Metric::kPublishInClientError);
      return Refusal{{Reaction::Kind::kDisconnect, kInvalidAlias},
                     Metric::kPublishInClientError,
                     "topic alias beyond what was announced"};
    }
    if (!request.topic.empty()) aliases_[*request.alias] = request.topic;
    if (aliases_.contains(*request.alias)) return std::nullopt;
  }
  constexpr std::uint16_t kProtocolError = 0x82;
  return Refusal{
      {version_ == Version::kMqtt5 ? Reaction::Kind::kDisconnect : Reaction::Kind::kClose,
       kProtocolError},
      Metric::kPublishInClientError,
      "a PUBLISH without a topic"};
}

std::optional<Refusal> Visit::refuse_by_rate(Moment moment, TimePoint now) {
  if (!buckets_) return std::nullopt;
  if (buckets_->publishes_in.take(1, now)) {
    host_.account->uses().allow(Limit::kPublishRequestsPerSecondPerConnection, 1,
                                buckets_->published_in.add(1, now));
    return std::nullopt;
  }
  // An excess goes on as long as no second passes without a refusal.
  constexpr std::chrono::seconds kPause{1};
  if (!excess_since_ || now - last_excess_ > kPause) excess_since_ = now;
  last_excess_ = now;
  const Duration most = quotas().closes_after_excess();
  const bool is_lasting = most > Duration::zero() && now - *excess_since_ >= most;
  const Excess by_qos = moment == Moment::kPublishQos0 ? Excess::kPublishRateConnectionQos0
                                                       : Excess::kPublishRateConnectionQos1;
  Refusal refusal = beyond_quota(quotas(), Limit::kPublishRequestsPerSecondPerConnection,
                                 is_lasting ? Excess::kPublishRateConnectionSustained : by_qos,
                                 version_, moment, Metric::kThrottleExceeded);
  if (refusal.reaction.kind != Reaction::Kind::kDelay) return refusal;
  // It passes, and those behind it wait until its token has come in.
  buckets_->publishes_in.owe(1, now);
  is_delayed_ = true;
  return std::nullopt;
}

std::optional<Refusal> Visit::refuse_by_size(const PublishRequest& request,
                                             std::string_view topic) const {
  if (!buckets_) return std::nullopt;
  const auto is_beyond = [&](std::size_t bytes, Limit limit) {
    return bytes > quotas().count(limit);
  };
  const auto refuse = [&](Limit limit, Excess excess) {
    return beyond_quota(quotas(), limit, excess, version_, moment_of(request),
                        Metric::kPublishInClientError);
  };
  if (is_beyond(request.payload_bytes, Limit::kPayloadMaxBytes))
    return refuse(Limit::kPayloadMaxBytes, Excess::kPayloadTooLarge);
  const std::string_view part = limited_part(quotas(), topic);
  if (is_beyond(part.size(), Limit::kTopicMaxBytesUtf8))
    return refuse(Limit::kTopicMaxBytesUtf8, Excess::kTopicInvalidOnPublish);
  if (is_beyond(slashes_of(part), Limit::kTopicMaxSlashes))
    return refuse(Limit::kTopicMaxSlashes, Excess::kTopicInvalidOnPublish);
  for (const auto& [bytes, limit] :
       {std::pair{request.content_type_bytes, Limit::kContentTypeMaxBytes},
        std::pair{request.correlation_bytes, Limit::kCorrelationDataMaxBytes},
        std::pair{request.user_property_bytes, Limit::kUserPropertiesMaxBytesPerPacket}}) {
    if (is_beyond(bytes, limit)) return refuse(limit, Excess::kMqtt5PropertyTooLarge);
  }
  if (const auto& answer_to = request.response_topic) {
    const bool is_name = !answer_to->empty() && answer_to->find_first_of("+#") == std::string::npos;
    if (!is_name || is_beyond(answer_to->size(), Limit::kResponseTopicMaxBytes))
      return refuse(Limit::kResponseTopicMaxBytes, Excess::kTopicInvalidOnPublish);
    if (is_beyond(slashes_of(*answer_to), Limit::kTopicMaxSlashes))
      return refuse(Limit::kTopicMaxSlashes, Excess::kTopicInvalidOnPublish);
  }
  if (request.retain && topic.starts_with('$') &&
      !quotas().is(Flag::kRetainedPublishAllowedOnReservedTopics)) {
    auto refusal = refuse(Limit::kTopicMaxBytesUtf8, Excess::kTopicInvalidOnPublish);
    refusal.cause = "retained_publish_allowed_on_reserved_topics";
    return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> Visit::refuse_by_policy(const PublishRequest& request,
                                               std::string_view topic) {
  if (!policy_) return std::nullopt;
  using policy::Action;
  for (const Action action : {Action::kPublish, Action::kRetainPublish}) {
    if (action == Action::kRetainPublish && !request.retain) break;
    const auto decision = policy_->authorize(action, topic);
    if (!decision.is_allowed())
      return denied(*policy_, decision, action, topic, version_, moment_of(request));
  }
  return std::nullopt;
}

std::optional<Refusal> Visit::refuse_by_account(const PublishRequest& request,
                                                std::string_view topic, TimePoint now) {
  if (!buckets_) return std::nullopt;
  std::optional<Limit> limit;
  const auto refuse = [&](Excess excess, Metric metric) {
    return beyond_quota(quotas(), *limit, excess, version_, moment_of(request), metric);
  };
  if (request.retain && request.payload_bytes > 0 && !host_.account->has_room_for_retained(topic)) {
    limit = Limit::kRetainedMessagesMaxPerAccount;
    return refuse(Excess::kRetainedCountAccount, Metric::kPublishRetainedThrottle);
  }
  limit = host_.account->take_publish(topic, request.retain, now);
  if (!limit) {
    if (request.retain) host_.account->store_retained(topic, request.payload_bytes > 0);
    return std::nullopt;
  }
  if (*limit == Limit::kRetainedPublishRequestsPerSecondPerAccount)
    return refuse(Excess::kRetainedRateAccount, Metric::kPublishRetainedThrottle);
  if (*limit == Limit::kRetainedPublishRequestsPerSecondPerTopic)
    return refuse(Excess::kRetainedRateTopic, Metric::kPublishRetainedThrottle);
  return refuse(
      request.qos == 0 ? Excess::kPublishRateAccountQos0 : Excess::kPublishRateAccountQos1,
      Metric::kPublishInThrottle);
}

}  // namespace shadowsim::admission
