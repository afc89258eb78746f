// The probes of shared subscriptions: G1 to G4.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/places.h"
#include "sim/probe/span.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

void add_group_name(Entries& entries) {
  constexpr auto kLimit = Limit::kSharedSubscriptionGroupNameMaxCharacters;
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("G1", kLimit, "name of a group", version);
    entry.demand = {.connections = 1, .filters = 4};
    entries.find_size_of(entry, {.least = 1,
                                 .version = version,
                                 .packets =
                                     [version](const Trial& trial) {
                                       std::string group = trial.desk.name();
                                       group.resize(trial.size, 'x');
                                       const auto id = static_cast<std::uint16_t>(trial.number);
                                       return subscribe_packet(version, id,
                                                               {"$share/" + group + "/x"});
                                     },
                                 .answered_by = Reply::Kind::kSuback});
  }
}

// Subscriptions in groups, as many as there may be; at most half as fast as any of these rates allows.
void add_places(Entries& entries, Entry& entry, Limit limit, std::vector<Limit> rates,
                SubscriptionPlaces::Filter filter) {
  const std::uint64_t per_line =
      std::max<std::uint64_t>(entries.count(Limit::kSubscriptionsMaxPerConnection), 1);
  const std::uint64_t up_to = entries.up_to(entries.count(limit));
  constexpr double kPlacesMost = 2000;
  double fastest = entries.easy_for_connection();
  for (const Limit rate : rates)
    fastest = std::min(fastest, entries.rate(rate) / 2);
  entry.demand.filters = fastest;
  want_connections(entry, entries, static_cast<std::size_t>(2 + up_to / per_line));
  hide_beyond(entry, static_cast<double>(up_to), kPlacesMost);
  hide_below(entry, Limit::kSubscriptionsMaxPerAccount,
             static_cast<double>(entries.count(Limit::kSubscriptionsMaxPerAccount)),
             static_cast<double>(entries.count(limit) + 1));
  entries.find_room_of(entry, {.refusals = both_versions().size(),
                               .gap = span_of(1 / fastest),
                               .places = std::make_shared<SubscriptionPlaces>(
                                   both_versions(), per_line, std::move(filter))});
}

void add_groups(Entries& entries) {
  constexpr auto kLimit = Limit::kSharedSubscriptionGroupsMaxPerAccount;
  Entry& entry = entries.add("G2", kLimit, "groups, account", "both");
  entry.demand.is_alone = true;
  add_places(entries, entry, kLimit, {Limit::kSubscriptionsPerSecondPerAccount},
             [](const Desk& desk, std::uint64_t number) {
               return fmt::format("$share/{}-{}/x", desk.name(), number);
             });
}

void add_members(Entries& entries) {
  constexpr auto kLimit = Limit::kSharedSubscriptionsMaxPerGroup;
  Entry& entry = entries.add("G3", kLimit, "subscriptions, group", "both");
  add_places(entries, entry, kLimit,
             {Limit::kSubscriptionsPerSecondPerAccount,
              Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup},
             [](const Desk& desk, std::uint64_t number) {
               return fmt::format("$share/{}/x/{}", desk.name(), number);
             });
}

void add_group_rate(Entries& entries) {
  constexpr auto kLimit = Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup;
  const double offered = entries.offered(kLimit);
  for (const auto packet : {FilterLoad::Packet::kSubscribe, FilterLoad::Packet::kUnsubscribe}) {
    const bool is_subscribe = packet == FilterLoad::Packet::kSubscribe;
    Entry& entry = entries.add("G4", kLimit,
                               is_subscribe ? "subscribes, group" : "unsubscribes, group", "both");
    constexpr std::size_t kLines = 2;
    entry.demand.filters = offered;
    want_connections(entry, entries, kLines);
    const Limit of_account = is_subscribe ? Limit::kSubscriptionsPerSecondPerAccount
                                          : Limit::kUnsubscriptionsPerSecondPerAccount;
    hide_below(entry, of_account, 0.8 * entries.rate(of_account), offered);
    entries.find_rate_of(
        entry, kLimit,
        std::make_shared<FilterLoad>(FilterLoad::Form{
            .versions = both_versions(), .lines = kLines, .packet = packet, .is_shared = true}));
  }
}

}  // namespace

void add_shared_groups(Entries& entries) {
  add_group_name(entries);
  add_groups(entries);
  add_members(entries);
  add_group_rate(entries);
}

}  // namespace shadowsim::probe
