#include "sim/admission/front_door.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "sim/admission/limited_topic.h"
#include "sim/admission/reserved_topics.h"

namespace shadowsim::admission {
namespace {

using quota::Excess;
using quota::Flag;
using quota::Limit;
using quota::Reaction;

constexpr std::uint32_t kMostOf16Bits = 0xFFFF;

// As the policies of Connect see the CONNECT.
policy::Context context_of(const ConnectRequest& request, const policy::Account& account) {
  policy::Context context = request.identity;
  context.client_id = request.client_id;
  std::vector<std::string> attributes;
  if (!request.clean_start || request.session_expiry.value_or(0) > 0)
    attributes.emplace_back("PersistentConnect");
  if (request.will) {
    attributes.emplace_back("LastWill");
    context.last_will_topic = policy::arn(account, policy::Action::kPublish, request.will->topic);
  }
  context.connect_attributes = std::move(attributes);
  return context;
}

// The refusal of a CONNECT for its will or its size.
Refusal refused_connect(Version version, std::uint16_t code, std::string_view cause) {
  return {version == Version::kMqtt5 ? Reaction{Reaction::Kind::kConnack, code}
                                     : Reaction{Reaction::Kind::kClose},
          Metric::kConnectClientError, std::string{cause}};
}

std::uint32_t seconds(Duration duration) {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(duration).count());
}

}  // namespace

FrontDoor::FrontDoor(Rules rules, TimePoint now) : rules_{std::move(rules)} {
  if (rules_.quotas) account_ = std::make_unique<Account>(*rules_.quotas, now);
  sessions_ = std::make_unique<Sessions>(account_.get());
}

std::variant<Refusal, Admitted> FrontDoor::connect(const ConnectRequest& request, TimePoint now) {
  std::optional<policy::SessionPolicy> policy;
  auto refusal = refuse_by_format(request);
  if (!refusal) refusal = refuse_by_will_topic(request);
  if (!refusal) refusal = refuse_by_rate(request, now);
  if (!refusal && has_policies()) {
    policy.emplace(policy_for(request));
    refusal = refuse_by_policy(request, *policy);
  }
  if (!refusal) refusal = refuse_by_room(request);
  if (refusal) {
    counters_.count_refusal(refusal->metric, refusal->cause);
    return *std::move(refusal);
  }
  counters_.count(Metric::kConnectSuccess);
  const std::string client_id{request.client_id};
  auto hold = sessions_->enter(client_id, request.version, request.clean_start,
                               request.session_expiry, now);
  Admitted admitted{.keep_alive = keep_alive(request.keep_alive),
                    .discards_session = hold.discards_earlier()};
  admitted.brokers_session_expiry =
      Sessions::brokers_expiry(sessions_->expiry(request.session_expiry.value_or(0)));
  admitted.silence_most = silence_most(admitted.keep_alive);
  admitted.visit = std::make_unique<Visit>(Visit::Host{account_.get(), counters_}, std::move(hold),
                                           request.version, client_id, std::move(policy), now);
  if (account_) {
    account_->uses().allow(Limit::kClientIdMaxBytesUtf8, 1, client_id.size());
    admitted.announced = announced(request);
    admitted.has_will_delay = account_->quotas().is(Flag::kSupportsWillDelay);
    const Limit drain = Limit::kQueuedMessagesDrainPerSecondPerSession;
    admitted.backlog_pace.emplace(account_->quotas().rate(drain), account_->quotas().burst(drain),
                                  now);
    admitted.outbound_in_flight = static_cast<std::uint16_t>(std::min<std::uint64_t>(
        {account_->quotas().count(Limit::kOutboundUnacknowledgedQos1MaxPerConnection),
         request.receive_maximum.value_or(kMostOf16Bits), kMostOf16Bits}));
    admitted.gives_up_delivery_after = gives_up_delivery_after(request.version);
  }
  return admitted;
}

// A profile may be scaled so far down that nobody could acknowledge anything in time.
Duration FrontDoor::gives_up_delivery_after(Version version) const {
  constexpr std::chrono::milliseconds kLeast{100};
  const Limit limit = version == Version::kMqtt5 ? Limit::kQos1RedeliveryGiveUpSecondsMqtt5
                                                 : Limit::kQos1RedeliveryGiveUpSecondsMqtt311;
  return std::max<Duration>(account_->quotas().time(limit), kLeast);
}

Duration FrontDoor::first_packet_within() const {
  constexpr std::chrono::seconds kWithoutQuotas{30};
  return account_ ? account_->quotas().time(Limit::kFirstPacketTimeoutSeconds) : kWithoutQuotas;
}

std::optional<Refusal> FrontDoor::refuse_by_format(const ConnectRequest& request) const {
  if (!account_) return std::nullopt;
  const auto refuse = [&](Limit limit, Excess excess) {
    return beyond_quota(account_->quotas(), limit, excess, request.version, Moment::kConnect,
                        Metric::kConnectClientError);
  };
  if (request.client_id.size() > account_->quotas().count(Limit::kClientIdMaxBytesUtf8))
    return refuse(Limit::kClientIdMaxBytesUtf8, Excess::kClientIdTooLong);
  if (request.payload_bytes > account_->quotas().count(Limit::kPayloadMaxBytes)) {
    constexpr std::uint16_t kQuotaExceeded = 0x97;
    return refused_connect(request.version, kQuotaExceeded, row_of(Limit::kPayloadMaxBytes).key);
  }
  if (request.packet_bytes_max &&
      *request.packet_bytes_max < account_->quotas().count(Limit::kClientMaximumPacketSizeMinBytes))
    return refuse(Limit::kClientMaximumPacketSizeMinBytes,
                  Excess::kClientMaximumPacketSizeTooSmall);
  if (request.will && request.will->qos > account_->quotas().count(Limit::kMaxQos)) {
    constexpr std::uint16_t kQosNotSupported = 0x9B;
    return refused_connect(request.version, kQosNotSupported, row_of(Limit::kMaxQos).key);
  }
  return std::nullopt;
}

// Source: iot-policy.md, section 7: a will topic with wildcards, reserved or too long.
std::optional<Refusal> FrontDoor::refuse_by_will_topic(const ConnectRequest& request) const {
  if (!request.will) return std::nullopt;
  constexpr std::uint16_t kInvalidTopicName = 0x90;
  const std::string_view topic = request.will->topic;
  const auto refuse = [&](std::string_view cause) {
    return refused_connect(request.version, kInvalidTopicName, cause);
  };
  if (topic.empty() || topic.find_first_of("+#") != std::string_view::npos)
    return refuse("no topic name");
  if (account_) {
    const quota::QuotaProfile& quotas = account_->quotas();
    const std::string_view part = limited_part(quotas, topic);
    if (part.size() > quotas.count(Limit::kTopicMaxBytesUtf8))
      return refuse(row_of(Limit::kTopicMaxBytesUtf8).key);
    if (slashes_of(part) > quotas.count(Limit::kTopicMaxSlashes))
      return refuse(row_of(Limit::kTopicMaxSlashes).key);
    if (request.will->retain && topic.starts_with('$') &&
        !quotas.is(Flag::kRetainedPublishAllowedOnReservedTopics))
      return refuse("retained_publish_allowed_on_reserved_topics");
  }
  if (!may_publish(topic)) return refuse("reserved_topics");
  const auto beyond = account_ ? too_long_name(account_->quotas(), topic) : std::nullopt;
  if (beyond) return refuse(row_of(*beyond).key);
  return std::nullopt;
}

std::optional<Refusal> FrontDoor::refuse_by_rate(const ConnectRequest& request, TimePoint now) {
  if (!account_) return std::nullopt;
  const auto limit = account_->take_connect(request.client_id, now);
  if (!limit) return std::nullopt;
  const bool is_client = *limit == Limit::kConnectRequestsPerSecondPerClientId;
  return beyond_quota(account_->quotas(), *limit,
                      is_client ? Excess::kConnectRateClientId : Excess::kConnectRateAccount,
                      request.version, Moment::kConnect,
                      is_client ? Metric::kConnectClientIdThrottle : Metric::kConnectThrottle);
}

std::optional<Refusal> FrontDoor::refuse_by_policy(const ConnectRequest& request,
                                                   policy::SessionPolicy& policy) const {
  using policy::Action;
  const auto ask = [&](Action action, std::string_view name) -> std::optional<Refusal> {
    const auto decision = policy.authorize(action, name);
    if (decision.is_allowed()) return std::nullopt;
    Refusal refusal = denied(policy, decision, action, name, request.version, Moment::kConnect);
    refusal.metric = Metric::kConnectAuthError;
    return refusal;
  };
  auto refusal = ask(Action::kConnect, request.client_id);
  if (!refusal && request.will) refusal = ask(Action::kPublish, request.will->topic);
  if (!refusal && request.will && request.will->retain)
    refusal = ask(Action::kRetainPublish, request.will->topic);
  return refusal;
}

std::optional<Refusal> FrontDoor::refuse_by_room(const ConnectRequest& request) const {
  if (!account_ || account_->has_room_for(request.client_id)) return std::nullopt;
  return beyond_quota(account_->quotas(), Limit::kConcurrentConnectionsPerAccount,
                      Excess::kConcurrentConnections, request.version, Moment::kConnect,
                      Metric::kConnectThrottle);
}

policy::SessionPolicy FrontDoor::policy_for(const ConnectRequest& request) {
  return {documents_for(request.identity.thing.value_or("")), rules_.account,
          context_of(request, rules_.account)};
}

policy::SessionPolicy::Documents FrontDoor::documents_for(const std::string& thing) {
  if (rules_.attached.empty()) return rules_.policies;
  const std::u32string name = policy::code_points(thing);
  std::vector<bool> attached;
  for (const AttachedPolicy& one : rules_.attached)
    attached.push_back(one.names.matches(name));
  auto& documents = documents_[attached];
  if (documents) return documents;
  std::vector<policy::Document> together;
  if (rules_.policies) together = *rules_.policies;
  for (std::size_t i = 0; i < attached.size(); ++i) {
    if (attached[i]) together.push_back(rules_.attached[i].document);
  }
  documents = std::make_shared<const std::vector<policy::Document>>(std::move(together));
  return documents;
}

// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", keep-alive interval.
std::uint16_t FrontDoor::keep_alive(std::uint16_t wished) const {
  if (!account_) return wished;
  const auto limit = [&](Limit one) { return seconds(account_->quotas().time(one)); };
  const std::uint32_t least = std::max(limit(Limit::kKeepAliveMinSeconds), 1U);
  const std::uint32_t most = std::max(limit(Limit::kKeepAliveMaxSeconds), least);
  const std::uint32_t asked = wished == 0 ? limit(Limit::kKeepAliveZeroMeansSeconds) : wished;
  return static_cast<std::uint16_t>(std::min(std::clamp(asked, least, most), kMostOf16Bits));
}

// Source: as keep_alive(); MQTT 5.0, section 3.1.2.10, where there are no quotas.
Duration FrontDoor::silence_most(std::uint16_t keep_alive) const {
  constexpr double kOfMqtt = 1.5;
  const double factor =
      account_ ? account_->quotas().value(Limit::kKeepAliveDisconnectFactor) : kOfMqtt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>{keep_alive * factor});
}

Announced FrontDoor::announced(const ConnectRequest& request) const {
  const quota::QuotaProfile& quotas = account_->quotas();
  const auto count = [&](Limit limit, std::uint64_t most) {
    return std::min(quotas.count(limit), most);
  };
  Announced said;
  said.receive_maximum = static_cast<std::uint16_t>(
      std::max<std::uint64_t>(count(Limit::kReceiveMaximumAnnounced, kMostOf16Bits), 1));
  said.topic_alias_maximum =
      static_cast<std::uint16_t>(count(Limit::kTopicAliasMaximumAnnounced, kMostOf16Bits));
  said.maximum_qos = static_cast<std::uint8_t>(count(Limit::kMaximumQosAnnounced, 2));
  said.retain_available = count(Limit::kRetainAvailableAnnounced, 1) != 0;
  said.packet_bytes_max = static_cast<std::uint32_t>(
      std::max<std::uint64_t>(quotas.count(Limit::kMaximumPacketSizeAnnouncedBytes), 1));
  said.wildcards_available = count(Limit::kWildcardSubscriptionAvailableAnnounced, 1) != 0;
  said.identifiers_available = count(Limit::kSubscriptionIdentifierAvailableAnnounced, 1) != 0;
  const std::uint32_t wished = request.session_expiry.value_or(0);
  const std::uint32_t in_force = sessions_->expiry(wished);
  if (in_force != wished) said.session_expiry = in_force;
  return said;
}

}  // namespace shadowsim::admission
