// The probes of sessions that are kept for who is away: Q1 to Q3.

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sim/probe/entries.h"
#include "sim/probe/session_probe.h"
#include "sim/probe/silence_probe.h"
#include "sim/probe/span.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr double kMissedMost = 5000;   // messages
constexpr double kDrainingMost = 120;  // seconds

// The session must outlive what is published while its client is away.
void hide_beyond_session(Entry& entry, const Entries& entries, double seconds_away) {
  constexpr auto kLimit = Limit::kSessionExpiryMaxSeconds;
  constexpr double kComingAndGoing = 3;
  hide_below(entry, kLimit, seconds(entries.quotas().time(kLimit)), seconds_away + kComingAndGoing);
}

void add_drain(Entries& entries, Version version) {
  constexpr auto kLimit = Limit::kQueuedMessagesDrainPerSecondPerSession;
  Entry& entry = entries.add("Q1", kLimit, "missed, delivered", version);
  const DrainTask task{.version = version,
                       .configured = entries.rate(kLimit),
                       .burst = entries.burst(kLimit),
                       .per_second = entries.easy_for_connection(),
                       .window = entries.wishes().window};
  entry.demand.publishes_in = task.per_second;
  entry.demand.publishes_out = task.configured;
  entry.demand.filters = 1;
  want_connections(entry, entries, 2);
  const auto messages = static_cast<double>(messages_to_miss(task));
  hide_beyond(entry, messages, kMissedMost);
  hide_beyond_session(entry, entries, messages / task.per_second);
  hide_below(entry, Limit::kPublishRequestsPerSecondPerConnection,
             entries.rate(Limit::kPublishRequestsPerSecondPerConnection), task.configured);
  hide_below(entry, Limit::kQueuedMessagesPerSecondPerAccount,
             entries.rate(Limit::kQueuedMessagesPerSecondPerAccount), task.per_second);
  entry.steps = [task](Desk& desk) { return find_drain(desk, task); };
}

void add_storing(Entries& entries) {
  constexpr auto kLimit = Limit::kQueuedMessagesPerSecondPerAccount;
  Entry& entry = entries.add("Q2", kLimit, "missed, stored", Version::kMqtt5);
  const double offered = entries.offered(kLimit);
  const StoringTask task{.version = Version::kMqtt5,
                         .configured = entries.rate(kLimit),
                         .burst = entries.burst(kLimit),
                         .offered = offered,
                         .lines = std::max<std::size_t>(1, entries.lines_for(offered)),
                         .drain = entries.rate(Limit::kQueuedMessagesDrainPerSecondPerSession),
                         .window = entries.wishes().window};
  entry.demand.is_alone = true;
  want_connections(entry, entries, 1 + task.lines);
  const double stored = 2 * task.burst + task.configured * (seconds(task.window) + 2);
  constexpr std::string_view kSeconds = "s";
  hide_beyond(entry, std::ceil(stored / task.drain), kDrainingMost, kSeconds);
  hide_beyond_session(entry, entries,
                      task.burst / (offered - task.configured) + seconds(task.window) + 1);
  hide_below(entry, Limit::kInboundPublishRequestsPerSecondPerAccount,
             entries.rate(Limit::kInboundPublishRequestsPerSecondPerAccount), offered);
  entry.steps = [task](Desk& desk) { return find_storing(desk, task); };
}

void add_expiry(Entries& entries) {
  constexpr auto kLimit = Limit::kSessionExpiryMaxSeconds;
  Entry& told = entries.add("Q3", kLimit, "session kept, told", Version::kMqtt5);
  told.demand.connections = 1;
  const auto asked = static_cast<std::uint32_t>(
      std::min(std::ceil(told.subject.configured * entries.wishes().up_to), 4e9));
  entries.find_told_of(told, {.ask =
                                  [asked](Desk& desk) {
                                    const Greeting greeting{.client_id = desk.name() + "-told",
                                                            .session_expiry = asked};
                                    return told_by_connack(
                                        desk, greeting, packet::PropertyId::kSessionExpiryInterval,
                                        asked);
                                  },
                              .asked = asked});
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("Q3", kLimit, "session kept", version);
    entry.demand.connections = 1;
    constexpr double kLeast = 2;  // seconds, since the same client ID may come once a second
    hide_beyond(entry, entry.subject.configured, seconds(kSilenceMost));
    if (entry.subject.configured < kLeast) hide(entry, "it ends before the client may come back");
    const ExpiryTask task{version, entries.quotas().time(kLimit)};
    entry.steps = [task](Desk& desk) { return find_session_expiry(desk, task); };
  }
}

}  // namespace

void add_sessions(Entries& entries) {
  for (const Version version : both_versions())
    add_drain(entries, version);
  add_storing(entries);
  add_expiry(entries);
}

}  // namespace shadowsim::probe
