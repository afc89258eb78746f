#include "sim/admission/shared_groups.h"

#include "sim/base/check.h"

namespace shadowsim::admission {

using quota::Limit;

std::string_view shared_group_of(std::string_view filter) {
  constexpr std::string_view kShared = "$share/";
  if (!filter.starts_with(kShared)) return {};
  filter.remove_prefix(kShared.size());
  const std::size_t end = filter.find('/');
  return end == std::string_view::npos ? std::string_view{} : filter.substr(0, end);
}

SharedGroups::SharedGroups(const quota::QuotaProfile& quotas, QuotaUses& uses)
    : uses_{uses},
      groups_most_{quotas.count(Limit::kSharedSubscriptionGroupsMaxPerAccount)},
      subscriptions_most_{quotas.count(Limit::kSharedSubscriptionsMaxPerGroup)},
      requests_{
          quotas.rate(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup),
          quotas.burst(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup)} {}

std::optional<Limit> SharedGroups::add(std::string_view filter) {
  const std::string_view group = shared_group_of(filter);
  if (group.empty()) return std::nullopt;
  auto found = subscriptions_.find(group);
  if (found == subscriptions_.end() && subscriptions_.size() >= groups_most_)
    return Limit::kSharedSubscriptionGroupsMaxPerAccount;
  if ((found == subscriptions_.end() ? 0 : found->second) >= subscriptions_most_)
    return Limit::kSharedSubscriptionsMaxPerGroup;
  if (found == subscriptions_.end()) {
    found = subscriptions_.emplace(group, 0).first;
    uses_.allow(Limit::kSharedSubscriptionGroupsMaxPerAccount, 1, subscriptions_.size());
  }
  uses_.allow(Limit::kSharedSubscriptionsMaxPerGroup, 1, ++found->second);
  return std::nullopt;
}

void SharedGroups::remove(std::string_view filter) {
  const std::string_view group = shared_group_of(filter);
  if (group.empty()) return;
  const auto found = subscriptions_.find(group);
  SHADOWSIM_CHECK(found != subscriptions_.end(), "{} was not added", filter);
  if (--found->second == 0) subscriptions_.erase(found);
}

bool SharedGroups::take_request(std::string_view filter, TimePoint now) {
  const std::string_view group = shared_group_of(filter);
  if (group.empty()) return true;
  const auto taken = requests_.take(group, 1, now);
  if (!taken) return false;
  uses_.allow(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup, 1, *taken);
  return true;
}

void SharedGroups::give_back_request(std::string_view filter, TimePoint now) {
  requests_.give_back(shared_group_of(filter), 1, now);
}

std::uint64_t SharedGroups::subscriptions_of(std::string_view group) const {
  const auto found = subscriptions_.find(group);
  return found == subscriptions_.end() ? 0 : found->second;
}

}  // namespace shadowsim::admission
