// The probes of subscriptions: S1 to S4, and S6 to S8.

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/places.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr std::uint64_t kFiltersOfPacket = 8;

// Filters FIRST to FIRST + count - 1 in one SUBSCRIBE.
std::string subscribe_some(const Desk& desk, Version version, std::uint16_t packet_id,
                           std::uint64_t first, std::uint64_t count) {
  std::vector<std::string> filters;
  for (std::uint64_t i = 0; i < count; ++i)
    filters.push_back(fmt::format("{}/{}", desk.name(), first + i));
  return subscribe_packet(version, packet_id, filters);
}

// So many subscriptions, in packets of as many filters as one may have.
std::string subscribe_all(const Trial& trial, Version version, std::uint64_t per_packet) {
  std::string packets;
  std::uint16_t id = 0;
  for (std::uint64_t first = 0; first < trial.size; first += per_packet)
    packets +=
        subscribe_some(trial.desk, version, ++id, first, std::min(per_packet, trial.size - first));
  return packets;
}

// In which the rate of subscriptions lets through so many filters.
Duration time_for(const Entries& entries, std::uint64_t filters) {
  const double rate = entries.rate(Limit::kSubscriptionsPerSecondPerAccount);
  constexpr double kSome = 1.25;
  return span_of(kSome * static_cast<double>(filters) / rate);
}

void add_filters_of_packet(Entries& entries) {
  constexpr auto kLimit = Limit::kSubscriptionsMaxPerSubscribePacket;
  const std::uint64_t most = entries.count(kLimit);
  const double burst = entries.burst(Limit::kSubscriptionsPerSecondPerAccount);
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("S1", kLimit, "filters, SUBSCRIBE", version);
    const Duration rest = time_for(entries, most);
    const double per_second = static_cast<double>(most) / (seconds(rest) + 0.1);
    entry.demand = {.connections = 1, .filters = per_second};
    hide_below(entry, Limit::kSubscriptionsPerSecondPerAccount, burst,
               static_cast<double>(most + 1));
    hide_below(entry, Limit::kSubscriptionsMaxPerConnection,
               static_cast<double>(entries.count(Limit::kSubscriptionsMaxPerConnection)),
               static_cast<double>(most + 1));
    entries.find_size_of(entry, {.least = 1,
                                 .version = version,
                                 .packets =
                                     [version](const Trial& trial) {
                                       return subscribe_some(trial.desk, version, 1, 0, trial.size);
                                     },
                                 .answered_by = Reply::Kind::kSuback,
                                 .rest = rest});
  }
}

void add_subscriptions(Entries& entries) {
  constexpr auto kLimit = Limit::kSubscriptionsMaxPerConnection;
  const std::uint64_t most = entries.count(kLimit);
  const double burst = entries.burst(Limit::kSubscriptionsPerSecondPerAccount);
  const std::uint64_t per_packet = std::clamp<std::uint64_t>(
      entries.count(Limit::kSubscriptionsMaxPerSubscribePacket), 1, kFiltersOfPacket);
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("S2", kLimit, "subscriptions", version);
    entry.demand = {.connections = 1,
                    .filters = entries.rate(Limit::kSubscriptionsPerSecondPerAccount) / 2};
    hide_below(entry, Limit::kSubscriptionsPerSecondPerAccount, burst,
               static_cast<double>(most + 1));
    const auto up_to =
        std::min(entries.up_to(most), std::max(most + 1, static_cast<std::uint64_t>(burst)));
    entries.find_size_of(
        entry,
        {.least = 1,
         .up_to = up_to,
         .version = version,
         .packets = [version, per_packet](
                        const Trial& trial) { return subscribe_all(trial, version, per_packet); },
         .answered_by = Reply::Kind::kSuback,
         .answers =
             [per_packet](std::uint64_t size) { return (size + per_packet - 1) / per_packet; },
         .needs_new_line = true,
         .rest = time_for(entries, most)});
  }
}

std::string long_filter(const Trial& trial) {
  std::string filter = trial.desk.name() + "/";
  filter.resize(trial.size, 'x');
  return filter;
}

std::string deep_filter(const Trial& trial) {
  std::string filter = trial.desk.name();
  for (std::uint64_t i = 0; i < trial.size; ++i)
    filter += "/x";
  return filter;
}

void add_forms(Entries& entries) {
  for (const Version version : both_versions()) {
    const auto with_filter = [version](std::string (*filter)(const Trial&)) {
      return [version, filter](const Trial& trial) {
        return subscribe_packet(version, 1, {filter(trial)});
      };
    };
    Entry& length = entries.add("S4", Limit::kTopicFilterMaxBytesUtf8, "filter's length", version);
    length.demand = {.connections = 1, .filters = 4};
    entries.find_size_of(length, {.least = 1,
                                  .version = version,
                                  .packets = with_filter(long_filter),
                                  .answered_by = Reply::Kind::kSuback});
    Entry& slashes = entries.add("S4", Limit::kTopicFilterMaxSlashes, "filter's slashes", version);
    slashes.demand = {.connections = 1, .filters = 4};
    entries.find_size_of(slashes, {.version = version,
                                   .packets = with_filter(deep_filter),
                                   .answered_by = Reply::Kind::kSuback});
  }
}

void add_filters_of_unsubscribe(Entries& entries) {
  constexpr auto kLimit = Limit::kFiltersMaxPerUnsubscribePacket;
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("S6", kLimit, "filters, UNSUBSCRIBE", version);
    entry.demand.connections = 1;
    entries.find_size_of(entry,
                         {.least = 1,
                          .version = version,
                          .packets =
                              [version](const Trial& trial) {
                                std::vector<std::string> filters;
                                for (std::uint64_t i = 0; i < trial.size; ++i)
                                  filters.push_back(fmt::format("{}/{}", trial.desk.name(), i));
                                const auto id = static_cast<std::uint16_t>(trial.number);
                                return unsubscribe_packet(version, id, filters);
                              },
                          .answered_by = Reply::Kind::kUnsuback});
  }
}

void add_account_rate(Entries& entries, const char* id, Limit limit, const char* title,
                      FilterLoad::Packet packet) {
  Entry& account = entries.add(id, limit, title, "both");
  constexpr std::size_t kLines = 4;
  constexpr double kFiltersMost = 4000;
  account.demand.is_alone = true;
  account.demand.connections = kLines;
  hide_beyond(account, entries.offered(limit), kFiltersMost);
  entries.find_rate_of(account, limit,
                       std::make_shared<FilterLoad>(FilterLoad::Form{
                           .versions = both_versions(), .lines = kLines, .packet = packet}));
}

void add_account_count(Entries& entries) {
  constexpr auto kLimit = Limit::kSubscriptionsMaxPerAccount;
  Entry& entry = entries.add("S8", kLimit, "filters, account", "both");
  const std::uint64_t up_to = entries.up_to(entries.count(kLimit));
  const std::uint64_t per_line =
      std::max<std::uint64_t>(entries.count(Limit::kSubscriptionsMaxPerConnection), 1);
  constexpr double kPlacesMost = 5000;
  const double pace = entries.rate(Limit::kSubscriptionsPerSecondPerAccount) / 2;
  entry.demand.is_alone = true;
  want_connections(entry, entries, static_cast<std::size_t>(2 + up_to / per_line));
  hide_beyond(entry, static_cast<double>(up_to), kPlacesMost);
  entries.find_room_of(entry,
                       {.refusals = both_versions().size(),
                        .gap = span_of(1 / pace),
                        .places = std::make_shared<SubscriptionPlaces>(
                            both_versions(), per_line, [](const Desk& desk, std::uint64_t number) {
                              return fmt::format("{}/{}", desk.name(), number);
                            })});
}

}  // namespace

void add_subscribing(Entries& entries) {
  add_filters_of_packet(entries);
  add_subscriptions(entries);
  add_account_rate(entries, "S3", Limit::kSubscriptionsPerSecondPerAccount, "subscribes, account",
                   FilterLoad::Packet::kSubscribe);
  add_forms(entries);
  add_filters_of_unsubscribe(entries);
  add_account_rate(entries, "S7", Limit::kUnsubscriptionsPerSecondPerAccount,
                   "unsubscribes, account", FilterLoad::Packet::kUnsubscribe);
  add_account_count(entries);
}

}  // namespace shadowsim::probe
