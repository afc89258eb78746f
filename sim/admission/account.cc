#include "sim/admission/account.h"

#include <algorithm>

namespace shadowsim::admission {
namespace {

using quota::Limit;

constexpr std::string_view kBasicIngest = "$aws/rules/";

}  // namespace

Account::Tap::Tap(Account& account, Limit limit, TimePoint now)
    : uses_{account.uses_},
      limit_{limit},
      bucket_{account.quotas_.rate(limit), account.quotas_.burst(limit), now} {}

bool Account::Tap::take(std::uint64_t tokens, TimePoint now) {
  if (!bucket_.take(tokens, now)) return false;
  uses_.allow(limit_, tokens, taken_.add(tokens, now));
  return true;
}

Account::Account(const quota::QuotaProfile& quotas, TimePoint now)
    : quotas_{quotas},
      connecting_{*this, Limit::kConnectRequestsPerSecondPerAccount, now},
      connecting_by_client_{quotas.rate(Limit::kConnectRequestsPerSecondPerClientId),
                            quotas.burst(Limit::kConnectRequestsPerSecondPerClientId)},
      inbound_{*this, Limit::kInboundPublishRequestsPerSecondPerAccount, now},
      outbound_{*this, Limit::kOutboundPublishRequestsPerSecondPerAccount, now},
      basic_ingest_{*this, Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount, now},
      retained_{*this, Limit::kRetainedPublishRequestsPerSecondPerAccount, now},
      retained_by_topic_{quotas.rate(Limit::kRetainedPublishRequestsPerSecondPerTopic),
                         quotas.burst(Limit::kRetainedPublishRequestsPerSecondPerTopic)},
      shadow_requests_{*this, Limit::kShadowApiRequestsPerSecondPerAccount, now},
      requests_by_shadow_{quotas.rate(Limit::kShadowRequestsPerSecondPerShadow),
                          quotas.burst(Limit::kShadowRequestsPerSecondPerShadow)},
      queued_{*this, Limit::kQueuedMessagesPerSecondPerAccount, now},
      subscribing_{*this, Limit::kSubscriptionsPerSecondPerAccount, now},
      unsubscribing_{*this, Limit::kUnsubscriptionsPerSecondPerAccount, now},
      shared_groups_{quotas_, uses_} {}

std::optional<Limit> Account::take_connect(std::string_view client_id, TimePoint now) {
  if (connecting_.tokens(now) == 0) return Limit::kConnectRequestsPerSecondPerAccount;
  const auto taken = connecting_by_client_.take(client_id, 1, now);
  if (!taken) return Limit::kConnectRequestsPerSecondPerClientId;
  connecting_.take(1, now);
  uses_.allow(Limit::kConnectRequestsPerSecondPerClientId, 1, *taken);
  return std::nullopt;
}

std::optional<Limit> Account::take_publish(std::string_view topic, bool retain, TimePoint now) {
  const bool is_ingest = topic.starts_with(kBasicIngest);
  const Limit limit = is_ingest ? Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount
                                : Limit::kInboundPublishRequestsPerSecondPerAccount;
  Tap& published = is_ingest ? basic_ingest_ : inbound_;
  // A profile may be scaled so far down that its burst is less than what one update counts.
  const std::uint64_t tokens = std::min(inbound_publishes(quotas_, topic), quotas_.burst(limit));
  if (published.tokens(now) < tokens) return limit;
  if (retain) {
    if (retained_.tokens(now) == 0) return Limit::kRetainedPublishRequestsPerSecondPerAccount;
    const auto taken = retained_by_topic_.take(topic, 1, now);
    if (!taken) return Limit::kRetainedPublishRequestsPerSecondPerTopic;
    retained_.take(1, now);
    uses_.allow(Limit::kRetainedPublishRequestsPerSecondPerTopic, 1, *taken);
  }
  published.take(tokens, now);
  return std::nullopt;
}

std::optional<Limit> Account::take_shadow_request(shadow::ShadowKey shadow, TimePoint now) {
  if (shadow_requests_.tokens(now) == 0) return Limit::kShadowApiRequestsPerSecondPerAccount;
  const bool is_of_thing = quotas_.word(quota::Word::kShadowRequestsPerSecondScope) == "thing";
  shadow_name_.assign(shadow.thing);
  if (!is_of_thing) shadow_name_.append("/").append(shadow.shadow);
  const auto taken = requests_by_shadow_.take(shadow_name_, 1, now);
  if (!taken) return Limit::kShadowRequestsPerSecondPerShadow;
  shadow_requests_.take(1, now);
  uses_.allow(Limit::kShadowRequestsPerSecondPerShadow, 1, *taken);
  return std::nullopt;
}

std::optional<Limit> Account::take_subscribe(std::string_view filter, TimePoint now) {
  if (subscribing_.tokens(now) == 0) return Limit::kSubscriptionsPerSecondPerAccount;
  if (!shared_groups_.take_request(filter, now))
    return Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup;
  subscribing_.take(1, now);
  return std::nullopt;
}

void Account::give_back_subscribe(std::string_view filter, TimePoint now) {
  subscribing_.give_back(1, now);
  shared_groups_.give_back_request(filter, now);
}

std::optional<Limit> Account::take_unsubscribe(std::span<const std::string_view> filters,
                                               TimePoint now) {
  if (unsubscribing_.tokens(now) == 0) return Limit::kUnsubscriptionsPerSecondPerAccount;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    if (shared_groups_.take_request(filters[i], now)) continue;
    for (const std::string_view earlier : filters.first(i))
      shared_groups_.give_back_request(earlier, now);
    return Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup;
  }
  unsubscribing_.take(1, now);
  return std::nullopt;
}

bool Account::has_room_for(std::string_view client_id) const {
  return connections_.size() < quotas_.count(Limit::kConcurrentConnectionsPerAccount) ||
         connections_.contains(std::string{client_id});
}

void Account::add_connection(const std::string& client_id) {
  ++connections_[client_id];
  uses_.allow(Limit::kConcurrentConnectionsPerAccount, 1, connections_.size());
}

void Account::remove_connection(const std::string& client_id) {
  const auto found = connections_.find(client_id);
  if (found != connections_.end() && --found->second == 0) connections_.erase(found);
}

std::size_t Account::connections_of(const std::string& client_id) const {
  const auto found = connections_.find(client_id);
  return found == connections_.end() ? 0 : found->second;
}

std::optional<Limit> Account::add_subscription(std::string_view filter) {
  if (subscriptions_ >= quotas_.count(Limit::kSubscriptionsMaxPerAccount))
    return Limit::kSubscriptionsMaxPerAccount;
  if (const auto full = shared_groups_.add(filter)) return full;
  uses_.allow(Limit::kSubscriptionsMaxPerAccount, 1, ++subscriptions_);
  return std::nullopt;
}

void Account::remove_subscription(std::string_view filter) {
  --subscriptions_;
  shared_groups_.remove(filter);
}

bool Account::has_room_for_retained(std::string_view topic) const {
  return retained_topics_.size() < quotas_.count(Limit::kRetainedMessagesMaxPerAccount) ||
         retained_topics_.contains(topic);
}

void Account::store_retained(std::string_view topic, bool has_payload) {
  if (has_payload) {
    retained_topics_.emplace(topic);
    uses_.allow(Limit::kRetainedMessagesMaxPerAccount, 1, retained_topics_.size());
  } else if (const auto found = retained_topics_.find(topic); found != retained_topics_.end()) {
    retained_topics_.erase(found);
  }
}

std::uint64_t inbound_publishes(const quota::QuotaProfile& quotas, std::string_view topic) {
  if (!quotas.is(quota::Flag::kInboundPublishCountsServiceGeneratedMessages)) return 1;
  constexpr std::string_view kThings = "$aws/things/";
  if (!topic.starts_with(kThings) || topic.find("/shadow/") == std::string_view::npos) return 1;
  if (topic.ends_with("/update"))
    return std::max<std::uint64_t>(quotas.count(Limit::kInboundPublishMaxCountPerShadowUpdate), 1);
  return topic.ends_with("/get") || topic.ends_with("/delete") ? 2 : 1;
}

}  // namespace shadowsim::admission
