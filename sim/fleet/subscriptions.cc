#include "sim/fleet/subscriptions.h"

#include <algorithm>

#include "sim/base/check.h"
#include "sim/connection/manners.h"

namespace shadowsim::fleet {

void Subscriptions::begin() {
  granted_.assign(filters_.size(), false);
  asked_.clear();
}

std::vector<std::vector<std::string>> Subscriptions::ask() {
  SHADOWSIM_CHECK(asked_.empty(), "{} packets wait", asked_.size());
  answer_ = {.granted = true, .worth_retrying = true};
  std::vector<std::vector<std::string>> packets;
  for (std::size_t filter = 0; filter < filters_.size(); ++filter) {
    if (granted_[filter]) continue;
    if (packets.empty() || packets.back().size() == connection::kFiltersOfSubscribe) {
      packets.emplace_back();
      asked_.emplace_back();
    }
    packets.back().push_back(filters_[filter]);
    asked_.back().push_back(filter);
  }
  return packets;
}

std::optional<light::SubscribeAnswered> Subscriptions::answer(
    std::span<const mqtt::ReasonCode> codes) {
  SHADOWSIM_CHECK(!asked_.empty(), "no packet waits");
  const auto& filters = asked_.front();
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const auto code =
        codes.empty() ? mqtt::kUnspecifiedError : codes[std::min(i, codes.size() - 1)];
    granted_[filters[i]] = !mqtt::is_failure(code);
    answer_.is_partly_granted |= !mqtt::is_failure(code);
    if (!mqtt::is_failure(code)) continue;
    answer_.granted = false;
    answer_.worth_retrying &= mqtt::is_worth_retrying(code);
    answer_.is_vague |= code == mqtt::kUnspecifiedError;
  }
  asked_.erase(asked_.begin());
  if (!asked_.empty()) return std::nullopt;
  return answer_;
}

}  // namespace shadowsim::fleet
