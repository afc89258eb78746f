// What Visit says to a SUBSCRIBE and an UNSUBSCRIBE, in the order of account-quotas.md, section 4.2.

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/admission/limited_topic.h"
#include "sim/admission/visit.h"

namespace shadowsim::admission {
namespace {

using quota::Excess;
using quota::Flag;
using quota::Limit;

constexpr std::string_view kShared = "$share/";

// Whether it is "$share/GROUP/FILTER", with neither empty, the group as long as it may be and no wildcard in it.
// Source: account-quotas.md, section 2.4; MQTT 5.0, section 4.8.2.
bool is_shared_name(const quota::QuotaProfile& quotas, std::string_view filter) {
  const std::string_view group = shared_group_of(filter);
  if (group.empty() || filter.size() == kShared.size() + group.size() + 1) return false;
  const std::u32string characters = policy::code_points(group);
  return group.find_first_of("+#") == std::string_view::npos &&
         characters.size() <= quotas.count(Limit::kSharedSubscriptionGroupNameMaxCharacters);
}

}  // namespace

SubscribeVerdict Visit::subscribe(const SubscribeRequest& request, TimePoint now) {
  SubscribeVerdict verdict;
  verdict.whole = refuse_packet(request);
  std::vector<std::string_view> added;
  for (const FilterRequest& filter : request.filters) {
    if (verdict.whole) break;
    const bool is_known = hold_.session().subscriptions().contains(filter.text);
    auto refusal = judge_filter(filter, now);
    if (!refusal && !is_known) added.push_back(filter.text);
    if (refusal && refusal->reaction.kind != quota::Reaction::Kind::kSuback) {
      verdict.whole = std::move(refusal);
    } else {
      if (refusal) counted(refusal);
      verdict.filters.push_back(std::move(refusal));
    }
  }
  if (verdict.whole) {
    for (const std::string_view filter : added)
      forget_subscription(filter);
    for (std::size_t i = 0; buckets_ && i < verdict.filters.size(); ++i) {
      if (!verdict.filters[i]) host_.account->give_back_subscribe(request.filters[i].text, now);
    }
    verdict.filters.clear();
    counted(verdict.whole);
  }
  if (buckets_ && !verdict.whole)
    host_.account->uses().allow(Limit::kSubscriptionsMaxPerSubscribePacket, 1,
                                request.filters.size());
  const auto granted = std::ranges::count_if(
      verdict.filters, [](const auto& refusal) { return !refusal.has_value(); });
  host_.counters.count(Metric::kSubscribeSuccess, static_cast<std::uint64_t>(granted));
  return verdict;
}

void Visit::forget_subscription(std::string_view filter) {
  hold_.session().remove(filter);
}

std::optional<Refusal> Visit::unsubscribe(std::span<const std::string_view> filters,
                                          TimePoint now) {
  const auto refuse = [&](Limit limit, Metric metric) {
    constexpr std::uint16_t kUnspecified = 0x80;
    // Source: account-quotas.md, section 2.4: no acknowledgement in MQTT 3.1.1; the code is our choice.
    const auto reaction = version_ == Version::kMqtt5
                              ? quota::Reaction{quota::Reaction::Kind::kSuback, kUnspecified}
                              : quota::Reaction{quota::Reaction::Kind::kDrop};
    return counted(Refusal{reaction, metric, std::string{quota::row_of(limit).key}});
  };
  if (buckets_) {
    if (filters.size() > quotas().count(Limit::kFiltersMaxPerUnsubscribePacket))
      return refuse(Limit::kFiltersMaxPerUnsubscribePacket, Metric::kUnsubscribeClientError);
    if (const auto limit = host_.account->take_unsubscribe(filters, now))
      return refuse(*limit, Metric::kUnsubscribeThrottle);
  }
  for (const std::string_view filter : filters)
    forget_subscription(filter);
  host_.counters.count(Metric::kUnsubscribeSuccess, filters.size());
  return std::nullopt;
}

std::optional<Refusal> Visit::refuse_packet(const SubscribeRequest& request) const {
  if (!buckets_) return std::nullopt;
  const auto refuse = [&](Limit limit, Excess excess) {
    return beyond_quota(quotas(), limit, excess, version_, Moment::kSubscribe,
                        Metric::kSubscribeClientError);
  };
  if (request.has_identifier && !quotas().is(Flag::kSupportsSubscriptionIdentifiers))
    return refuse(Limit::kSubscriptionIdentifierAvailableAnnounced,
                  Excess::kSubscriptionIdentifier);
  if (request.filters.size() > quotas().count(Limit::kSubscriptionsMaxPerSubscribePacket))
    return refuse(Limit::kSubscriptionsMaxPerSubscribePacket, Excess::kFiltersPerSubscribePacket);
  const bool has_qos2 = std::ranges::any_of(request.filters, [&](const FilterRequest& filter) {
    return filter.qos > quotas().count(Limit::kMaxQos);
  });
  if (has_qos2) return refuse(Limit::kMaxQos, Excess::kQos2Subscribe);
  return std::nullopt;
}

std::optional<Refusal> Visit::judge_filter(const FilterRequest& filter, TimePoint now) {
  if (auto refusal = refuse_filter_by_form(filter)) return refusal;
  if (policy_) {
    const auto decision = policy_->authorize(policy::Action::kSubscribe, filter.text);
    if (!decision.is_allowed())
      return denied(*policy_, decision, policy::Action::kSubscribe, filter.text, version_,
                    Moment::kSubscribe);
  }
  auto refusal = refuse_filter_by_account(filter, now);
  if (!refusal) note_use(filter);
  return refusal;
}

void Visit::note_use(const FilterRequest& filter) {
  if (!buckets_) return;
  QuotaUses& uses = host_.account->uses();
  const std::string_view part = limited_part_of_filter(quotas(), filter.text);
  uses.allow(Limit::kTopicFilterMaxBytesUtf8, 1, part.size());
  uses.allow(Limit::kTopicFilterMaxSlashes, 1, slashes_of(part));
}

std::optional<Refusal> Visit::refuse_filter_by_form(const FilterRequest& filter) const {
  if (buckets_) {
    const auto refuse = [&](Limit limit) {
      return beyond_quota(quotas(), limit, Excess::kTopicFilterInvalid, version_,
                          Moment::kSubscribe, Metric::kSubscribeClientError);
    };
    if (filter.text.starts_with(kShared) && !is_shared_name(quotas(), filter.text))
      return refuse(Limit::kSharedSubscriptionGroupNameMaxCharacters);
    const std::string_view part = limited_part_of_filter(quotas(), filter.text);
    if (part.size() > quotas().count(Limit::kTopicFilterMaxBytesUtf8))
      return refuse(Limit::kTopicFilterMaxBytesUtf8);
    if (slashes_of(part) > quotas().count(Limit::kTopicFilterMaxSlashes))
      return refuse(Limit::kTopicFilterMaxSlashes);
  }
  return refuse_reserved(filter.text, Moment::kSubscribe);
}

// Places of the connection, the account and the filter's group, and then their rates. Source: account-quotas.md,
// section 2.4, which has one reaction for places of account and group, and one for their rates.
std::optional<Refusal> Visit::refuse_filter_by_account(const FilterRequest& filter, TimePoint now) {
  const auto refuse = [&](Limit limit, Excess excess) {
    return beyond_quota(quotas(), limit, excess, version_, Moment::kSubscribe,
                        Metric::kSubscribeThrottle);
  };
  Session& session = hold_.session();
  const auto& subscriptions = session.subscriptions();
  const bool is_known = subscriptions.contains(filter.text);
  if (buckets_ && !is_known &&
      subscriptions.size() >= quotas().count(Limit::kSubscriptionsMaxPerConnection))
    return refuse(Limit::kSubscriptionsMaxPerConnection, Excess::kSubscriptionsPerConnection);
  if (!is_known) {
    if (const auto full = session.add(filter.text, filter.qos))
      return refuse(*full, Excess::kSubscriptionsPerAccount);
  }
  if (!buckets_) return std::nullopt;
  if (const auto limit = host_.account->take_subscribe(filter.text, now)) {
    if (!is_known) session.remove(filter.text);
    return refuse(*limit, Excess::kSubscriptionRateAccount);
  }
  session.change(filter.text, filter.qos);
  host_.account->uses().allow(Limit::kSubscriptionsMaxPerConnection, 1, subscriptions.size());
  return std::nullopt;
}

}  // namespace shadowsim::admission
