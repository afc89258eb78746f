// The probes of publish rates and throughput, P1 to P5 and P12 to P14, and of retained messages: R1 and R2.

#include <algorithm>
#include <memory>

#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/places.h"
#include "sim/probe/span.h"
#include "sim/probe/throughput_probe.h"
#include "sim/probe/weight_probe.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;
using Topics = PublishLoad::Topics;

constexpr double kPublishesMost = 5000;  // per second, over all connections of a probe

void add_connection_rates(Entries& entries) {
  constexpr auto kLimit = Limit::kPublishRequestsPerSecondPerConnection;
  const double offered = entries.offered(kLimit);
  for (const std::uint8_t qos : {std::uint8_t{0}, std::uint8_t{1}}) {
    for (const Version version : both_versions()) {
      const bool is_mqtt5 = version == Version::kMqtt5;
      Entry& entry =
          entries.add(qos == 0   ? "P1"
                      : is_mqtt5 ? "P3"
                                 : "P2",
                      kLimit, qos == 0 ? "publishes, QoS 0" : "publishes, QoS 1", version);
      // So many that what the quota of a receiver's connection lets through is not what is seen.
      const std::size_t receivers = qos == 0 ? entries.lines_for(offered) : 0;
      entry.demand.publishes_in = offered;
      entry.demand.publishes_out = qos == 0 ? offered : 0;
      want_connections(entry, entries, 1 + receivers);
      entry.demand.filters = static_cast<double>(receivers);
      hide_beyond(entry, offered, kPublishesMost);
      entries.find_rate_of(entry, kLimit,
                           std::make_shared<PublishLoad>(PublishLoad::Form{
                               .versions = {version}, .qos = qos, .receivers = receivers}));
    }
  }
}

void add_throughput(Entries& entries) {
  constexpr auto kLimit = Limit::kThroughputBytesPerSecondPerConnection;
  Entry& entry = entries.add("P5", kLimit, "throughput", Version::kMqtt5);
  const double offered = entries.offered(kLimit);
  constexpr double kMessages = 20;  // per second, so that the window has some
  const double messages = std::min(entries.easy_for_connection(), kMessages);
  const auto packet_bytes = static_cast<std::size_t>(offered / messages);
  constexpr double kOverhead = 200;
  hide_below(entry, Limit::kPayloadMaxBytes,
             static_cast<double>(entries.count(Limit::kPayloadMaxBytes)),
             static_cast<double>(packet_bytes));
  hide_below(entry, Limit::kMaximumPacketSizeAnnouncedBytes,
             static_cast<double>(entries.count(Limit::kMaximumPacketSizeAnnouncedBytes)),
             static_cast<double>(packet_bytes) + kOverhead);
  entry.demand.publishes_in = messages;
  entry.demand.connections = 1;
  const ThroughputTask task{.version = Version::kMqtt5,
                            .configured = entries.rate(kLimit),
                            .burst = entries.burst(kLimit),
                            .offered = offered,
                            .packet_bytes = packet_bytes,
                            .window = entries.wishes().window};
  entry.steps = [task](Desk& desk) { return find_throughput(desk, task); };
}

// An account's rate by a load of many connections, none of which notices its own.
void add_account_rate(Entries& entries, const char* id, Limit limit, const char* title,
                      PublishLoad::Form form) {
  Entry& entry = entries.add(id, limit, title, "both");
  const double offered = entries.offered(limit);
  form.versions = both_versions();
  form.lines = std::max<std::size_t>(2, entries.lines_for(offered));
  entry.demand.is_alone = true;
  want_connections(entry, entries, form.lines);
  hide_beyond(entry, offered, kPublishesMost);
  entries.find_rate_of(entry, limit, std::make_shared<PublishLoad>(form));
}

// As how many publishes of the account an update counts: by how many are taken.
void add_weight(Entries& entries) {
  constexpr auto kLimit = Limit::kInboundPublishMaxCountPerShadowUpdate;
  constexpr auto kRate = Limit::kInboundPublishRequestsPerSecondPerAccount;
  Entry& entry = entries.add("P14", kLimit, "an update's publishes", "both");
  const auto weight = static_cast<double>(std::max<std::uint64_t>(entries.count(kLimit), 1));
  const double offered = entries.offered(kRate) / weight;
  const std::size_t lines = std::max<std::size_t>(2, entries.lines_for(offered));
  entry.demand.is_alone = true;
  want_connections(entry, entries, lines);
  hide_beyond(entry, offered, kPublishesMost);
  if (!entries.quotas().is(quota::Flag::kInboundPublishCountsServiceGeneratedMessages))
    hide(entry, "inbound_publish_counts_service_generated_messages is false");
  const WeightTask task{
      .rate = {.configured = entries.rate(kRate) / weight,
               .burst = entries.burst(kRate) / weight,
               .offered = offered,
               .window = entries.wishes().window,
               .load = std::make_shared<PublishLoad>(PublishLoad::Form{
                   .versions = both_versions(), .lines = lines, .topics = Topics::kUpdate})},
      .per_second = entries.rate(kRate)};
  entry.steps = [task](Desk& desk) { return find_weight(desk, task); };
}

void add_retained_count(Entries& entries) {
  constexpr auto kLimit = Limit::kRetainedMessagesMaxPerAccount;
  Entry& entry = entries.add("R2", kLimit, "retained messages", "both");
  const std::uint64_t up_to = entries.up_to(entries.count(kLimit));
  constexpr double kMessagesMost = 2000;
  const double pace =
      std::min(entries.easy_for_connection(),
               entries.rate(Limit::kRetainedPublishRequestsPerSecondPerAccount) / 2);
  entry.demand.is_alone = true;
  want_connections(entry, entries, both_versions().size());
  hide_beyond(entry, static_cast<double>(up_to), kMessagesMost);
  const Duration gap = span_of(1 / pace);
  entries.find_room_of(entry, {.refusals = both_versions().size(),
                               .gap = gap,
                               .places = std::make_shared<RetainedPlaces>(both_versions(), gap)});
}

}  // namespace

void add_publish_rates(Entries& entries) {
  add_connection_rates(entries);
  add_throughput(entries);
  add_account_rate(entries, "P12", Limit::kInboundPublishRequestsPerSecondPerAccount,
                   "publishes, account", {});
  add_account_rate(entries, "P13", Limit::kBasicIngestRuleEvaluationsPerSecondPerAccount,
                   "Basic Ingest, account", {.topics = Topics::kRule});
  add_weight(entries);
}

void add_retained(Entries& entries) {
  constexpr auto kTopic = Limit::kRetainedPublishRequestsPerSecondPerTopic;
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("R1", kTopic, "retained, one topic", version);
    const double offered = entries.offered(kTopic);
    const std::size_t lines = entries.lines_for(offered);
    entry.demand.publishes_in = offered;
    want_connections(entry, entries, lines);
    entry.demand.retained = 2 * entries.rate(kTopic);
    entries.find_rate_of(
        entry, kTopic,
        std::make_shared<PublishLoad>(PublishLoad::Form{
            .versions = {version}, .lines = lines, .retain = true, .topics = Topics::kOne}));
  }
  add_account_rate(entries, "R1", Limit::kRetainedPublishRequestsPerSecondPerAccount,
                   "retained, account", {.retain = true, .topics = Topics::kMany});
  add_retained_count(entries);
}

}  // namespace shadowsim::probe
