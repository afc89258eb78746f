#include "sim/scenario/background.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/scenario/typed_value.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::scenario {

using quota::Limit;

std::span<const Limit> background_quotas() {
  static constexpr std::array kQuotas{
      Limit::kInboundUnacknowledgedQos1MaxPerConnection,
      Limit::kOutboundUnacknowledgedQos1MaxPerConnection,
      Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount,
      Limit::kUnsubscriptionsPerSecondPerAccount,
      Limit::kSharedSubscriptionGroupsMaxPerAccount,
      Limit::kSharedSubscriptionsMaxPerGroup,
      Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup,
      Limit::kRetainedMessagesMaxPerAccount,
      Limit::kRetainedPublishRequestsPerSecondPerAccount,
      Limit::kRetainedPublishRequestsPerSecondPerTopic,
      Limit::kQueuedMessagesPerSecondPerAccount,
      Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection,
  };
  return kQuotas;
}

std::optional<Background> read_background(const Node& scenario, Problems& problems) {
  const Node* const node = scenario.find("background");
  if (!is_readable(node) || node->kind != Node::Kind::kMapping) return std::nullopt;
  Background background{.share = number_of(node->find("share"))};
  const auto all = background_quotas();
  const Node* const quotas = node->find("quotas");
  if (!is_readable(quotas) || quotas->kind != Node::Kind::kList) {
    background.quotas.assign(all.begin(), all.end());
    return background;
  }
  std::vector<std::string_view> names;
  for (const Limit limit : all)
    names.push_back(quota::row_of(limit).key);
  for (const Node& item : quotas->items) {
    if (!is_readable(&item)) continue;
    const auto limit = quota::limit_named(item.text);
    if (!limit || std::ranges::find(all, *limit) == all.end()) {
      problems.add(item.place,
                   fmt::format("background.quotas: '{}' is no quota that a background can take a "
                               "share of{}",
                               item.text, suggestion(item.text, names)));
    } else if (std::ranges::find(background.quotas, *limit) != background.quotas.end()) {
      problems.add(item.place, fmt::format("background.quotas: {} is there twice", item.text));
    } else {
      background.quotas.push_back(*limit);
    }
  }
  return background;
}

}  // namespace shadowsim::scenario
