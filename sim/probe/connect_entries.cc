// The probes of what a CONNECT meets: C1 to C6.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "sim/probe/connection_probe.h"
#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr double kConnectsMost = 1500;     // per second
constexpr double kConnectionsMost = 4000;  // at a time

void add_rates(Entries& entries) {
  Entry& account =
      entries.add("C1", Limit::kConnectRequestsPerSecondPerAccount, "connects, account", "both");
  account.demand.is_alone = true;
  const double offered = entries.offered(Limit::kConnectRequestsPerSecondPerAccount);
  hide_beyond(account, offered, kConnectsMost);
  entries.find_rate_of(account, Limit::kConnectRequestsPerSecondPerAccount,
                       std::make_shared<ConnectLoad>(both_versions(), false));
  for (const Version version : both_versions()) {
    constexpr auto kLimit = Limit::kConnectRequestsPerSecondPerClientId;
    Entry& client = entries.add("C2", kLimit, "connects, client ID", version);
    client.demand.connects = 2 * entries.rate(kLimit);
    client.demand.connections = 4;
    entries.find_rate_of(client, kLimit,
                         std::make_shared<ConnectLoad>(std::vector<Version>{version}, true));
  }
}

std::uint16_t seconds_of(const Entries& entries, Limit limit) {
  const auto whole = std::chrono::ceil<std::chrono::seconds>(entries.quotas().time(limit)).count();
  return static_cast<std::uint16_t>(std::clamp<std::int64_t>(whole, 1, 65535));
}

void add_keep_alive(Entries& entries, Version version, Limit limit, const char* title,
                    KeepAliveTask task) {
  Entry& entry = entries.add("C4", limit, title, version);
  entry.demand.connections = 1;
  entry.subject.configured = task.configured;
  entry.steps = [task](Desk& desk) { return find_keep_alive(desk, task); };
}

void add_keep_alives(Entries& entries) {
  constexpr std::uint16_t kSilenceMost = 40;  // seconds that are waited for
  const std::uint16_t least = seconds_of(entries, Limit::kKeepAliveMinSeconds);
  for (const Version version : both_versions()) {
    const bool waits = least <= kSilenceMost;
    if (!waits && version == Version::kMqtt311) continue;  // it is not told
    add_keep_alive(entries, version, Limit::kKeepAliveMinSeconds, "keep-alive at least",
                   {.version = version,
                    .asked = 1,
                    .configured = least,
                    .factor = entries.quotas().value(Limit::kKeepAliveDisconnectFactor),
                    .waits = waits});
  }
  const std::uint16_t most = std::max(seconds_of(entries, Limit::kKeepAliveMaxSeconds), least);
  add_keep_alive(entries, Version::kMqtt5, Limit::kKeepAliveMaxSeconds, "keep-alive at most",
                 {.version = Version::kMqtt5, .asked = 65535, .configured = most});
}

void add_client_id_length(Entries& entries) {
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("C5", Limit::kClientIdMaxBytesUtf8, "client ID's length", version);
    entry.demand.connections = 1;
    // No ID comes twice, or its own rate would be met.
    entries.find_size_of(entry, {.least = 1,
                                 .version = version,
                                 .packets =
                                     [version](const Trial& trial) {
                                       std::string id =
                                           fmt::format("{}-{}-", trial.desk.name(), trial.number);
                                       id.resize(trial.size, 'x');
                                       return connect_packet(version, id);
                                     },
                                 .answered_by = Reply::Kind::kConnack});
  }
}

}  // namespace

void add_connecting(Entries& entries) {
  add_rates(entries);
  add_keep_alives(entries);
  add_client_id_length(entries);
  const std::uint64_t most = entries.count(Limit::kConcurrentConnectionsPerAccount);
  Entry& room =
      entries.add("C6", Limit::kConcurrentConnectionsPerAccount, "connections at a time", "both");
  room.demand.is_alone = true;
  const ConnectionsTask task{most, entries.up_to(most), both_versions()};
  hide_beyond(room, static_cast<double>(task.up_to), kConnectionsMost);
  room.steps = [task](Desk& desk) { return find_connections(desk, task); };
}

}  // namespace shadowsim::probe
