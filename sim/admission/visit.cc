#include "sim/admission/visit.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "sim/admission/reserved_topics.h"

namespace shadowsim::admission {
namespace {

using quota::Excess;
using quota::Limit;

constexpr std::string_view kShared = "$share/";

}  // namespace

Visit::Buckets::Buckets(const quota::QuotaProfile& quotas, TimePoint now)
    : publishes_in{quotas.rate(Limit::kPublishRequestsPerSecondPerConnection),
                   quotas.burst(Limit::kPublishRequestsPerSecondPerConnection), now},
      publishes_out{publishes_in},
      is_combined{quotas.word(quota::Word::kPublishRequestsPerSecondPerConnectionDirections) ==
                  "combined"},
      bytes{quota::TokenBucket{quotas.rate(Limit::kThroughputBytesPerSecondPerConnection),
                               quotas.burst(Limit::kThroughputBytesPerSecondPerConnection), now},
            quota::TokenBucket{quotas.rate(Limit::kThroughputBytesPerSecondPerConnection),
                               quotas.burst(Limit::kThroughputBytesPerSecondPerConnection), now}},
      open{quotas.count(Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection)} {}

Visit::Visit(Host host, SessionHold hold, Version version, std::string client_id,
             std::optional<policy::SessionPolicy> policy, TimePoint now)
    : host_{host},
      version_{version},
      client_id_{std::move(client_id)},
      hold_{std::move(hold)},
      policy_{std::move(policy)} {
  if (host_.account == nullptr) return;
  buckets_.emplace(quotas(), now);
  host_.account->add_connection(client_id_);
}

Visit::~Visit() {
  if (!has_left_ && host_.account != nullptr) host_.account->remove_connection(client_id_);
}

void Visit::leave(TimePoint now) {
  if (std::exchange(has_left_, true)) return;
  hold_.leave(now);
  if (host_.account != nullptr) host_.account->remove_connection(client_id_);
}

std::optional<Refusal> Visit::packet(std::size_t bytes) {
  if (!buckets_ || bytes <= quotas().count(Limit::kMaximumPacketSizeAnnouncedBytes))
    return std::nullopt;
  return counted(beyond_quota(quotas(), Limit::kMaximumPacketSizeAnnouncedBytes,
                              Excess::kPacketTooLarge, version_, Moment::kSubscribe,
                              Metric::kPublishInClientError));
}

std::optional<Refusal> Visit::deliver(std::string_view topic, TimePoint now) {
  std::optional<Refusal> refusal;
  if (may_receive(topic, refusal)) refusal = refuse_delivery_by_rate(now);
  if (refusal) {
    host_.counters.count_refused_delivery();
    return counted(std::move(refusal));
  }
  host_.counters.count(Metric::kPublishOutSuccess);
  return std::nullopt;
}

std::optional<Refusal> Visit::refuse_delivery_by_rate(TimePoint now) {
  if (buckets_) {
    const auto refuse = [&](Limit limit, Excess excess, Metric metric) {
      return beyond_quota(quotas(), limit, excess, version_, Moment::kDelivery, metric);
    };
    auto& bucket = buckets_->is_combined ? buckets_->publishes_in : buckets_->publishes_out;
    if (bucket.tokens(now) == 0)
      return refuse(Limit::kPublishRequestsPerSecondPerConnection, Excess::kOutboundRateConnection,
                    Metric::kThrottleExceeded);
    if (!host_.account->take_delivery(now))
      return refuse(Limit::kOutboundPublishRequestsPerSecondPerAccount,
                    Excess::kOutboundRateAccount, Metric::kPublishOutThrottle);
    bucket.take(1, now);
    auto& count = buckets_->is_combined ? buckets_->published_in : buckets_->published_out;
    host_.account->uses().allow(Limit::kPublishRequestsPerSecondPerConnection, 1,
                                count.add(1, now));
  }
  return std::nullopt;
}

std::optional<Refusal> Visit::taken_over() const {
  if (!buckets_ || host_.account->connections_of(client_id_) < 2) return std::nullopt;
  return end_by(Excess::kSessionTakeover, "the client ID has connected again");
}

std::optional<Refusal> Visit::silent() const {
  if (!buckets_) return {};
  return end_by(Excess::kKeepAliveTimeout, "silent for longer than its keep-alive allows");
}

Refusal Visit::end_by(Excess excess, const char* cause) const {
  const auto column = version_ == Version::kMqtt5 ? quota::Column::kMqtt5 : quota::Column::kMqtt311;
  return {
      quotas().reaction(excess, column).value_or(quota::Reaction{quota::Reaction::Kind::kClose}),
      Metric::kConnectSuccess, cause};
}

std::uint32_t Visit::message_expiry(std::uint32_t wished) const {
  if (!buckets_) return wished;
  const auto in_force = [&](Limit limit) {
    return std::chrono::ceil<std::chrono::seconds>(quotas().time(limit)).count();
  };
  const auto asked = wished == 0 ? in_force(Limit::kMessageExpiryZeroMeansSeconds) : wished;
  const auto least = std::max<std::int64_t>(in_force(Limit::kMessageExpiryMinSeconds), 1);
  const auto most = std::max(in_force(Limit::kMessageExpiryMaxSeconds), least);
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(std::clamp<std::int64_t>(asked, least, most), 0xFFFFFFFF));
}

Duration Visit::slow_down(Direction direction, std::size_t bytes, TimePoint now) {
  if (!buckets_) return Duration::zero();
  auto& bucket = buckets_->bytes.at(static_cast<std::size_t>(direction));
  bucket.owe(bytes, now);
  host_.account->uses().allow(
      Limit::kThroughputBytesPerSecondPerConnection, bytes,
      buckets_->bytes_passed.at(static_cast<std::size_t>(direction)).add(bytes, now));
  const Duration wait = bucket.wait(1, now);
  if (direction != Direction::kFromClient || !std::exchange(is_delayed_, false)) return wait;
  return std::max(wait, buckets_->publishes_in.wait(1, now));
}

// Where the client has shared subscriptions, a right on the shared form of the topic will do, too, and a
// Deny of either form wins. Source: iot-policy.md, section 3.4, our choice.
bool Visit::may_receive(std::string_view topic, std::optional<Refusal>& refusal) {
  if (!policy_) return true;
  // What is told where it may not: the Deny that wins, or that the plain form is not allowed.
  policy::Decision told = policy_->authorize(policy::Action::kReceive, topic);
  std::string told_of{topic};
  bool is_allowed = told.is_allowed();
  const auto& subscriptions = hold_.session().subscriptions();
  for (auto one = subscriptions.lower_bound(kShared);
       one != subscriptions.end() && one->first.starts_with(kShared); ++one) {
    const std::size_t end = one->first.find('/', kShared.size());
    if (end == std::string::npos) continue;
    std::string form = one->first.substr(0, end + 1).append(topic);
    const auto shared = policy_->authorize(policy::Action::kReceive, form);
    is_allowed = is_allowed || shared.is_allowed();
    if (shared.verdict == policy::Verdict::kExplicitDeny) {
      told = shared;
      told_of = std::move(form);
    }
  }
  if (is_allowed && told.verdict != policy::Verdict::kExplicitDeny) return true;
  refusal = denied(*policy_, told, policy::Action::kReceive, told_of, version_, Moment::kDelivery);
  return false;
}

std::optional<Refusal> Visit::refuse_reserved(std::string_view topic, Moment moment) const {
  const auto* const in_force = buckets_ ? &quotas() : nullptr;
  const bool is_open = moment == Moment::kSubscribe ? may_subscribe(topic) : may_publish(topic);
  const auto beyond = in_force != nullptr ? too_long_name(*in_force, topic) : std::nullopt;
  if (is_open && !beyond) return std::nullopt;
  Refusal refusal = reserved(in_force, version_, moment);
  if (is_open) refusal.cause = row_of(*beyond).key;
  return refusal;
}

std::optional<Refusal> Visit::counted(std::optional<Refusal> refusal) {
  if (refusal) host_.counters.count_refusal(refusal->metric, refusal->cause);
  return refusal;
}

}  // namespace shadowsim::admission
