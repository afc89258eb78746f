// The probes of what a CONNECT meets: C1 to C7.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/places.h"
#include "sim/probe/silence_probe.h"
#include "sim/probe/span.h"
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

Entry& add_keep_alive(Entries& entries, Limit limit, const char* title, const KeepAliveTask& task) {
  Entry& entry = entries.add("C4", limit, title, task.version);
  entry.demand.connections = 1;
  entry.steps = [task](Desk& desk) { return find_keep_alive(desk, task); };
  return entry;
}

void add_keep_alives(Entries& entries) {
  using Sought = KeepAliveTask::Sought;
  const std::uint16_t least = seconds_of(entries, Limit::kKeepAliveMinSeconds);
  const std::uint16_t most = std::max(seconds_of(entries, Limit::kKeepAliveMaxSeconds), least);
  const std::uint16_t zero =
      std::clamp(seconds_of(entries, Limit::kKeepAliveZeroMeansSeconds), least, most);
  const double factor = entries.quotas().value(Limit::kKeepAliveDisconnectFactor);
  const bool waits = least * factor <= 1.5 * seconds(kSilenceMost);
  KeepAliveTask task{.asked = 1, .configured = least, .factor = factor};
  for (const Version version : both_versions()) {
    if (!waits && version == Version::kMqtt311) continue;  // it is not told
    task.version = version;
    task.sought = waits ? Sought::kInForce : Sought::kTold;
    add_keep_alive(entries, Limit::kKeepAliveMinSeconds, "keep-alive at least", task)
        .subject.configured = least;
  }
  task.version = Version::kMqtt5;
  task.sought = Sought::kFactor;
  Entry& silence =
      add_keep_alive(entries, Limit::kKeepAliveDisconnectFactor, "silence, keep-alives", task);
  hide_beyond(silence, least, seconds(kSilenceMost));
  task = {.asked = 65535, .configured = most};
  add_keep_alive(entries, Limit::kKeepAliveMaxSeconds, "keep-alive at most", task)
      .subject.configured = most;
  task = {.asked = 0, .configured = zero};
  add_keep_alive(entries, Limit::kKeepAliveZeroMeansSeconds, "keep-alive for 0", task)
      .subject.configured = zero;
}

void add_first_packet(Entries& entries) {
  constexpr auto kLimit = Limit::kFirstPacketTimeoutSeconds;
  Entry& entry = entries.add("C7", kLimit, "time for a CONNECT", "both");
  entry.demand.connections = 1;
  hide_beyond(entry, entry.subject.configured, seconds(kSilenceMost));
  const Duration configured = entries.quotas().time(kLimit);
  entry.steps = [configured](Desk& desk) { return find_first_packet_timeout(desk, configured); };
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
                                       return connect_packet(version, {.client_id = id});
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
  hide_beyond(room, static_cast<double>(entries.up_to(most)), kConnectionsMost);
  entries.find_room_of(room, {.refusals = both_versions().size(),
                              .places = std::make_shared<ConnectionPlaces>(both_versions())});
  add_first_packet(entries);
}

}  // namespace shadowsim::probe
