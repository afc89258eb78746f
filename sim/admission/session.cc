#include "sim/admission/session.h"

#include "sim/base/check.h"

namespace shadowsim::admission {

std::optional<quota::Limit> Session::add(std::string_view filter, std::uint8_t qos) {
  SHADOWSIM_CHECK(!subscriptions_.contains(filter), "{} is subscribed to", filter);
  if (account_ != nullptr) {
    if (const auto full = account_->add_subscription(filter)) return full;
  }
  subscriptions_.emplace(filter, qos);
  return std::nullopt;
}

void Session::change(std::string_view filter, std::uint8_t qos) {
  const auto found = subscriptions_.find(filter);
  SHADOWSIM_CHECK(found != subscriptions_.end(), "{} is not subscribed to", filter);
  found->second = qos;
}

void Session::remove(std::string_view filter) {
  const auto found = subscriptions_.find(filter);
  if (found == subscriptions_.end()) return;
  if (account_ != nullptr) account_->remove_subscription(found->first);
  subscriptions_.erase(found);
}

void Session::clear() {
  if (account_ != nullptr) {
    for (const auto& [filter, qos] : subscriptions_)
      account_->remove_subscription(filter);
  }
  subscriptions_.clear();
  kept_.clear();
  not_stored_.clear();
}

}  // namespace shadowsim::admission
