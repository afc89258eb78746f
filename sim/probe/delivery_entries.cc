// The probes of what is delivered to clients: D1, P9 outwards and Q4.

#include <algorithm>
#include <memory>

#include "sim/probe/delivery_probe.h"
#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/silence_probe.h"
#include "sim/probe/span.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr double kDeliveriesMost = 5000;  // per second, over all connections of a probe
constexpr double kHeldMost = 500;         // that are waited for

void add_account_rate(Entries& entries) {
  constexpr auto kLimit = Limit::kOutboundPublishRequestsPerSecondPerAccount;
  Entry& entry = entries.add("D1", kLimit, "deliveries, account", Version::kMqtt5);
  const double offered = entries.offered(kLimit);
  const std::size_t receivers = std::max<std::size_t>(2, entries.lines_for(offered));
  entry.demand.is_alone = true;
  want_connections(entry, entries, 1 + receivers);
  hide_beyond(entry, offered, kDeliveriesMost);
  entries.find_rate_of(entry, kLimit, std::make_shared<FanOutLoad>(Version::kMqtt5, receivers));
}

HoldTask hold_of(const Entries& entries, Version version) {
  const std::uint64_t most = entries.count(Limit::kOutboundUnacknowledgedQos1MaxPerConnection);
  return {.version = version,
          .configured = most,
          .up_to = entries.up_to(most),
          .per_second = entries.easy_for_connection()};
}

void add_demand(Entry& entry, const Entries& entries, double per_second) {
  entry.demand.publishes_in = per_second;
  entry.demand.publishes_out = per_second;
  entry.demand.filters = 1;
  want_connections(entry, entries, 2);
}

void add_hold(Entries& entries, Version version) {
  constexpr auto kLimit = Limit::kOutboundUnacknowledgedQos1MaxPerConnection;
  Entry& entry = entries.add("P9", kLimit, "unacknowledged, to", version);
  const HoldTask task = hold_of(entries, version);
  add_demand(entry, entries, task.per_second);
  hide_beyond(entry, static_cast<double>(task.up_to), kHeldMost);
  entry.steps = [task](Desk& desk) { return find_hold(desk, task); };
}

void add_give_up(Entries& entries, Version version) {
  const Limit limit = version == Version::kMqtt5 ? Limit::kQos1RedeliveryGiveUpSecondsMqtt5
                                                 : Limit::kQos1RedeliveryGiveUpSecondsMqtt311;
  Entry& entry = entries.add("Q4", limit, "delivery given up", version);
  GiveUpTask task{hold_of(entries, version), entries.quotas().time(limit)};
  // The last one is published some time before the first is given up.
  const double needed =
      2 * static_cast<double>(task.hold.configured + 1) / seconds(task.configured);
  task.hold.per_second = std::max(task.hold.per_second, needed);
  add_demand(entry, entries, task.hold.per_second);
  hide_beyond(entry, entry.subject.configured, seconds(kSilenceMost));
  hide_below(entry, Limit::kPublishRequestsPerSecondPerConnection,
             entries.rate(Limit::kPublishRequestsPerSecondPerConnection), task.hold.per_second);
  entry.steps = [task](Desk& desk) { return find_give_up(desk, task); };
}

}  // namespace

void add_deliveries(Entries& entries) {
  add_account_rate(entries);
  for (const Version version : both_versions())
    add_hold(entries, version);
  for (const Version version : both_versions())
    add_give_up(entries, version);
}

}  // namespace shadowsim::probe
