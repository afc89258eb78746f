#include "sim/admission/session.h"

#include "sim/base/check.h"

namespace shadowsim::admission {

std::optional<quota::Limit> Session::add(std::string_view filter) {
  SHADOWSIM_CHECK(!subscriptions_.contains(filter), "{} is subscribed to", filter);
  if (account_ != nullptr) {
    if (const auto full = account_->add_subscription(filter)) return full;
  }
  subscriptions_.emplace(filter);
  return std::nullopt;
}

void Session::remove(std::string_view filter) {
  const auto found = subscriptions_.find(filter);
  if (found == subscriptions_.end()) return;
  if (account_ != nullptr) account_->remove_subscription(*found);
  subscriptions_.erase(found);
}

void Session::clear() {
  if (account_ != nullptr) {
    for (const std::string& filter : subscriptions_)
      account_->remove_subscription(filter);
  }
  subscriptions_.clear();
  kept_.clear();
}

}  // namespace shadowsim::admission
