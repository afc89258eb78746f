#include "sim/admission/session.h"

#include "sim/base/check.h"

namespace shadowsim::admission {

bool Session::add(std::string_view filter) {
  SHADOWSIM_CHECK(!subscriptions_.contains(filter), "{} is subscribed to", filter);
  if (account_ != nullptr && !account_->add_subscription()) return false;
  subscriptions_.emplace(filter);
  return true;
}

void Session::remove(std::string_view filter) {
  const auto found = subscriptions_.find(filter);
  if (found == subscriptions_.end()) return;
  subscriptions_.erase(found);
  if (account_ != nullptr) account_->remove_subscription();
}

void Session::clear() {
  while (!subscriptions_.empty()) {
    subscriptions_.erase(subscriptions_.begin());
    if (account_ != nullptr) account_->remove_subscription();
  }
  kept_.clear();
}

}  // namespace shadowsim::admission
