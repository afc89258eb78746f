#include "sim/background/holds.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/background/bursts.h"
#include "sim/background/holding.h"
#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/span.h"

namespace shadowsim::background {
namespace {

using probe::Desk;
using probe::FilterLoad;
using probe::PublishLoad;
using probe::RetainedPlaces;
using probe::span_of;
using probe::SubscriptionPlaces;
using quota::Limit;

constexpr double kPlacesMost = 2000;
constexpr double kLinesMost = 200;

// Of a rate that others than its own hold need, too: what each of them takes at most.
constexpr double kAside = 0.1;

// A hold in the making, and what is known by then of the others.
struct Making {
  const quota::QuotaProfile& quotas;
  const Wishes& wishes;
  double retained = 0;  // publishes a second of other holds
  double groups = 0;    // of other holds

  double rate(Limit limit) const { return wishes.share * quotas.rate(limit).per_second; }

  // A share that comes to a whole number but for what is lost in reckoning is that number.
  double count(Limit limit) const {
    constexpr double kNearly = 1e-9;
    const auto all = static_cast<double>(quotas.count(limit));
    return std::max(1.0, std::floor(wishes.share * all + kNearly));
  }

  // How many connections such a load wants, each at half of what it may at most.
  std::size_t lines_for(double per_second) const {
    const double of_one = quotas.rate(Limit::kPublishRequestsPerSecondPerConnection).per_second / 2;
    return static_cast<std::size_t>(std::max(1.0, std::ceil(per_second / of_one)));
  }
};

std::string named(std::string_view rest) {
  return fmt::format("{}{}", kName, rest);
}

void hide_above(Hold& hold, double wanted, double most, std::string_view what) {
  if (wanted > most)
    probe::hide(hold.entry, fmt::format("that is {:.0f} {}, and a background has {:.0f} at most",
                                        wanted, what, most));
}

void want_lines(Hold& hold, std::size_t lines) {
  const auto wanted = static_cast<double>(lines);
  hold.entry.demand.connections = wanted;
  hide_above(hold, wanted, kLinesMost, "connections");
}

void take_rate(Hold& hold, const Making& making, double per_second, std::uint32_t at_once,
               std::shared_ptr<probe::RateLoad> load) {
  hold.entry.steps = [=, length = making.wishes.length](Desk& desk) {
    return hold_rate(
        desk, {.per_second = per_second, .at_once = at_once, .length = length, .load = load});
  };
}

void take_room(Hold& hold, const Making& making, double count, double per_second, Duration clearing,
               std::shared_ptr<probe::TopicPlaces> places) {
  hide_above(hold, count, kPlacesMost, "places");
  hold.entry.steps = [=, length = making.wishes.length](Desk& desk) {
    return hold_room(desk, {.count = static_cast<std::uint64_t>(count),
                            .gap = span_of(1 / per_second),
                            .clearing = clearing,
                            .length = length,
                            .places = places});
  };
}

// So many at a time, as often as `per_second` of them allows, but not more often than each second.
double paced(double at_once, double per_second) {
  return std::min(at_once, per_second);
}

// --- publishing

void inbound_unacknowledged(Hold& hold, const Making& making) {
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  const auto burst = static_cast<double>(making.quotas.burst(kRate));
  probe::hide_below(hold.entry, kRate, burst, hold.taken);
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = hold.taken;
  hold.needs.publishes = {named("-*")};
  take_rate(hold, making, paced(hold.taken, making.rate(kRate)),
            static_cast<std::uint32_t>(hold.taken),
            std::make_shared<PublishLoad>(PublishLoad::Form{.versions = {making.wishes.version}}));
}

void outbound_unacknowledged(Hold& hold, const Making& making) {
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  const auto burst = static_cast<double>(making.quotas.burst(kRate));
  const auto at_once = static_cast<std::uint32_t>(hold.taken);
  probe::hide_below(hold.entry, kRate, burst, hold.taken);
  want_lines(hold, 2);
  hold.entry.demand.publishes_in = hold.entry.demand.publishes_out = hold.taken;
  hold.subscriptions = 1;
  hold.needs.publishes = hold.needs.receives = hold.needs.subscribes = {named("-*")};
  take_rate(hold, making, paced(hold.taken, making.rate(kRate)), at_once,
            std::make_shared<UnacknowledgedLoad>(making.wishes.version, at_once));
}

void basic_ingest(Hold& hold, const Making& making) {
  const std::size_t lines = making.lines_for(hold.taken);
  want_lines(hold, lines);
  hold.entry.demand.publishes_in = hold.taken;
  hold.needs.publishes = {"$aws/rules/probe/" + named("-*")};
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<PublishLoad>(PublishLoad::Form{.versions = {making.wishes.version},
                                                            .lines = lines,
                                                            .topics = PublishLoad::Topics::kRule}));
}

// --- retained messages

void retain(Hold& hold, const Making& making, double per_second, PublishLoad::Topics topics) {
  const std::size_t lines = making.lines_for(per_second);
  want_lines(hold, lines);
  hold.entry.demand.publishes_in = hold.entry.demand.retained = per_second;
  hold.needs.publishes = hold.needs.retains = {named("-*")};
  take_rate(
      hold, making, per_second, 1,
      std::make_shared<PublishLoad>(PublishLoad::Form{
          .versions = {making.wishes.version}, .lines = lines, .retain = true, .topics = topics}));
}

void retained_of_topic(Hold& hold, const Making& making) {
  retain(hold, making, hold.taken, PublishLoad::Topics::kOne);
}

void retained_room(Hold& hold, const Making& making) {
  const double per_second =
      kAside * making.rate(Limit::kRetainedPublishRequestsPerSecondPerAccount);
  const Duration gap = span_of(1 / per_second);
  const auto steps = static_cast<std::int64_t>(hold.taken) + 2;
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = hold.entry.demand.retained = per_second;
  hold.needs.publishes = hold.needs.retains = {named("-*")};
  take_room(hold, making, hold.taken, per_second, steps * gap,
            std::make_shared<RetainedPlaces>(std::vector{making.wishes.version}, gap));
}

void retained_of_account(Hold& hold, const Making& making) {
  const double rest = hold.taken - making.retained;
  if (rest <= 0) probe::hide(hold.entry, "the other quotas of retained messages take all of it");
  retain(hold, making, std::max(rest, 1e-3), PublishLoad::Topics::kMany);
}

// --- filters

void unsubscribes(Hold& hold, const Making& making) {
  want_lines(hold, 1);
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<FilterLoad>(FilterLoad::Form{
                .versions = {making.wishes.version}, .packet = FilterLoad::Packet::kUnsubscribe}));
}

void requests_of_group(Hold& hold, const Making& making) {
  want_lines(hold, 1);
  hold.entry.demand.filters = hold.taken;
  hold.subscriptions = 1;
  hold.needs.subscribes = {"$share/" + named("-*")};
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<FilterLoad>(
                FilterLoad::Form{.versions = {making.wishes.version}, .is_shared = true}));
}

void share(Hold& hold, const Making& making, double count, SubscriptionPlaces::Filter filter) {
  const auto per_line =
      static_cast<std::uint64_t>(making.count(Limit::kSubscriptionsMaxPerConnection));
  const double per_second =
      kAside *
      std::min(
          making.rate(Limit::kSubscriptionsPerSecondPerAccount),
          making.rate(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup));
  want_lines(hold, static_cast<std::size_t>(std::ceil(count / static_cast<double>(per_line))));
  hold.subscriptions = count;
  hold.entry.demand.filters = per_second;
  hold.needs.subscribes = {"$share/" + named("-*")};
  take_room(hold, making, count, per_second, Duration::zero(),
            std::make_shared<SubscriptionPlaces>(std::vector{making.wishes.version}, per_line,
                                                 std::move(filter)));
}

void members(Hold& hold, const Making& making) {
  share(hold, making, hold.taken, [](const Desk& desk, std::uint64_t number) {
    return fmt::format("$share/{}/{}", desk.name(), number);
  });
}

void groups(Hold& hold, const Making& making) {
  const double left = std::max(1.0, hold.taken - making.groups);
  share(hold, making, left, [](const Desk& desk, std::uint64_t number) {
    return fmt::format("$share/{}-{}/x", desk.name(), number);
  });
}

// --- sessions and shadows

void storing(Hold& hold, const Making& making) {
  const StoringHold task{
      .version = making.wishes.version,
      .per_second = hold.taken,
      .lines = making.lines_for(hold.taken),
      .drain = making.quotas.rate(Limit::kQueuedMessagesDrainPerSecondPerSession).per_second,
      .length = making.wishes.length};
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  probe::hide_below(hold.entry, kRate, making.quotas.rate(kRate).per_second, task.drain);
  want_lines(hold, 1 + task.lines);
  hold.subscriptions = 1;
  hold.entry.demand.publishes_in = hold.taken;
  hold.entry.demand.publishes_out = 2 * task.drain;
  hold.needs.publishes = hold.needs.receives = hold.needs.subscribes = {named("-*")};
  hold.entry.steps = [task](Desk& desk) { return hold_storing(desk, task); };
}

void open_requests(Hold& hold, const Making& making) {
  const auto at_once = static_cast<std::uint32_t>(hold.taken);
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  const auto burst = static_cast<double>(making.quotas.burst(kRate));
  probe::hide_below(hold.entry, kRate, burst, hold.taken);
  const auto updates =
      static_cast<double>(making.quotas.count(Limit::kInboundPublishMaxCountPerShadowUpdate));
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = updates * hold.taken;
  hold.entry.demand.publishes_out = hold.entry.demand.shadow_requests = hold.taken;
  hold.subscriptions = 2;
  const std::string shadows = "$aws/things/" + named("-*/shadow/name/");
  hold.needs.publishes = {shadows + "*/update"};
  for (const char* const answer : {"accepted", "rejected"}) {
    hold.needs.receives.push_back(shadows + "*/update/" + answer);
    hold.needs.subscribes.push_back(shadows + "+/update/" + answer);
  }
  // A quota of shadows may be their thing's.
  const double per_second =
      std::min(making.rate(kRate), making.rate(Limit::kShadowRequestsPerSecondPerShadow));
  take_rate(hold, making, paced(hold.taken, per_second), at_once,
            std::make_shared<OpenRequestsLoad>(making.wishes.version, at_once));
}

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
