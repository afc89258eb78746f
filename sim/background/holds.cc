#include "sim/background/holds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "sim/background/making.h"
#include "sim/probe/span.h"

namespace shadowsim::background {
namespace {

using probe::span_of;
using quota::Limit;

struct Row {
  Limit limit;
  const char* title;
  void (*make)(Hold& hold, const Making& making);
};

// Last come those that take what others have left.
constexpr std::array<Row, 12> kRows{{
    {Limit::kInboundUnacknowledgedQos1MaxPerConnection, "unacknowledged, in",
     inbound_unacknowledged},
    {Limit::kOutboundUnacknowledgedQos1MaxPerConnection, "unacknowledged, out",
     outbound_unacknowledged},
    {Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount, "basic ingest", basic_ingest},
    {Limit::kUnsubscriptionsPerSecondPerAccount, "unsubscribes", unsubscribes},
    {Limit::kSharedSubscriptionsMaxPerGroup, "subscriptions, group", members},
    {Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup, "requests, group",
     requests_of_group},
    {Limit::kSharedSubscriptionGroupsMaxPerAccount, "groups", groups},
    {Limit::kQueuedMessagesPerSecondPerAccount, "missed, stored", storing},
    {Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection, "open requests",
     open_requests},
    {Limit::kRetainedPublishRequestsPerSecondPerTopic, "retained, topic", retained_of_topic},
    {Limit::kRetainedMessagesMaxPerAccount, "retained messages", retained_room},
    {Limit::kRetainedPublishRequestsPerSecondPerAccount, "retained, account", retained_of_account},
}};

bool is_grouped(Limit limit) {
  return limit == Limit::kSharedSubscriptionsMaxPerGroup ||
         limit == Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup;
}

}  // namespace

bool can_hold(Limit limit) {
  return std::ranges::find(kRows, limit, &Row::limit) != kRows.end();
}

std::vector<Hold> holds_of(const quota::QuotaProfile& quotas, const Wishes& wishes) {
  Making making{.quotas = quotas, .wishes = wishes};
  std::vector<Hold> holds;
  for (const Row& row : kRows) {
    if (std::ranges::find(wishes.quotas, row.limit) == wishes.quotas.end()) continue;
    const quota::LimitRow& limit = quota::row_of(row.limit);
    const bool is_rate = limit.unit == quota::Unit::kRate;
    Hold hold{.limit = row.limit,
              .taken = is_rate ? making.rate(row.limit) : making.count(row.limit)};
    hold.entry.subject = {.id = "B",
                          .quota = std::string{limit.key},
                          .title = row.title,
                          .version = wishes.version == packet::Version::kMqtt5 ? "5" : "3.1.1",
                          .unit = is_rate ? "/s" : "",
                          .configured = quotas.value(row.limit)};
    row.make(hold, making);
    hold.needs.connects = {named("-*")};
    making.retained += hold.entry.demand.retained;
    if (is_grouped(row.limit)) ++making.groups;
    holds.push_back(std::move(hold));
  }
  return holds;
}

probe::Programme programme_of(const std::vector<Hold>& holds, const quota::QuotaProfile& quotas) {
  probe::Programme programme{.round_most = Duration::max() / 2};
  std::vector<std::size_t> all;
  for (const Hold& hold : holds) {
    if (hold.entry.hidden_by.empty()) all.push_back(programme.entries.size());
    programme.entries.push_back(hold.entry);
  }
  programme.rounds.push_back(std::move(all));
  constexpr double kShareOfConnects = 0.1;
  programme.connect_gap = span_of(
      1 / (kShareOfConnects * quotas.rate(Limit::kConnectRequestsPerSecondPerAccount).per_second));
  return programme;
}

}  // namespace shadowsim::background
