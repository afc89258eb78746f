// The probes of what a single PUBLISH may be: P6 to P11.

#include <algorithm>
#include <chrono>
#include <string>

#include <fmt/format.h>

#include "sim/probe/entries.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using packet::Version;
using quota::Limit;

std::size_t body_bytes(const std::string& packet) {
  return packet::next_frame(packet).body_bytes;
}

std::uint16_t id_of(const Trial& trial) {
  constexpr std::uint32_t kIds = 60'000;
  return static_cast<std::uint16_t>(trial.number % kIds + 1);
}

// A PUBLISH of so many bytes without its fixed header: a payload of at most `payload_most`, and what is missing
// as user properties.
std::string packet_of(const Trial& trial, std::size_t payload_most) {
  Message message{.topic = trial.desk.name() + "/size", .packet_id = id_of(trial)};
  const std::size_t rest =
      trial.size -
      std::min<std::size_t>(trial.size, body_bytes(publish_packet(Version::kMqtt5, message)));
  constexpr std::size_t kHeaders = 32;  // of the properties, more than there are
  message.payload.assign(std::min(rest, payload_most), 'x');
  if (rest > payload_most) message.user_property_bytes = rest - payload_most + kHeaders;
  const std::size_t bytes = body_bytes(publish_packet(Version::kMqtt5, message));
  if (bytes > trial.size)
    message.payload.resize(message.payload.size() -
                           std::min(message.payload.size(), bytes - trial.size));
  return publish_packet(Version::kMqtt5, message);
}

// Time for large packets to pass the throughput's quota.
Duration patience_for(const Entries& entries, std::uint64_t bytes) {
  constexpr double kPackets = 4;
  const double rate = entries.rate(Limit::kThroughputBytesPerSecondPerConnection);
  return kPatience + span_of(kPackets * static_cast<double>(bytes) / rate);
}

void add_sizes(Entries& entries) {
  const std::uint64_t payload_most = entries.count(Limit::kPayloadMaxBytes);
  const std::uint64_t packet_most = entries.count(Limit::kMaximumPacketSizeAnnouncedBytes);
  constexpr std::uint64_t kReach = 4 * 1024 * 1024;
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("P6", Limit::kPayloadMaxBytes, "payload", version);
    entry.demand = {.connections = 1, .publishes_in = 4};
    constexpr std::uint64_t kOverhead = 200;
    hide_below(entry, Limit::kMaximumPacketSizeAnnouncedBytes, static_cast<double>(packet_most),
               static_cast<double>(payload_most + kOverhead));
    hide_beyond(entry, static_cast<double>(entries.up_to(payload_most)), kReach);
    entries.find_size_of(entry, {.version = version,
                                 .packets =
                                     [version](const Trial& trial) {
                                       return publish_packet(
                                           version, {.topic = trial.desk.name() + "/size",
                                                     .payload = std::string(trial.size, 'x'),
                                                     .packet_id = id_of(trial)});
                                     },
                                 .patience = patience_for(entries, entries.up_to(payload_most))});
  }
  Entry& entry =
      entries.add("P7", Limit::kMaximumPacketSizeAnnouncedBytes, "packet", Version::kMqtt5);
  entry.demand = {.connections = 1, .publishes_in = 4};
  hide_beyond(entry, static_cast<double>(entries.up_to(packet_most)), kReach);
  entries.find_size_of(
      entry,
      {.least = 64,
       .version = Version::kMqtt5,
       .packets = [payload_most](const Trial& trial) { return packet_of(trial, payload_most); },
       // Properties of so many bytes are refused by their own limit.
       .takes_refusals = true,
       .patience = patience_for(entries, entries.up_to(packet_most))});
}

// A topic of that length, without slashes but one.
std::string long_topic(const Trial& trial) {
  std::string topic = trial.desk.name() + "/";
  topic.resize(trial.size, 'x');
  return topic;
}

std::string deep_topic(const Trial& trial) {
  std::string topic = trial.desk.name();
  for (std::uint64_t i = 0; i < trial.size; ++i)
    topic += "/x";
  return topic;
}

void add_topics(Entries& entries) {
  for (const Version version : both_versions()) {
    const auto with_topic = [version](std::string (*topic)(const Trial&)) {
      return [version, topic](const Trial& trial) {
        return publish_packet(version, {.topic = topic(trial), .packet_id = id_of(trial)});
      };
    };
    Entry& length = entries.add("P8", Limit::kTopicMaxBytesUtf8, "topic's length", version);
    length.demand = {.connections = 1, .publishes_in = 10};
    entries.find_size_of(length,
                         {.least = 1, .version = version, .packets = with_topic(long_topic)});
    Entry& slashes = entries.add("P8", Limit::kTopicMaxSlashes, "topic's slashes", version);
    slashes.demand = {.connections = 1, .publishes_in = 10};
    entries.find_size_of(slashes, {.version = version, .packets = with_topic(deep_topic)});
  }
}

void add_in_flight(Entries& entries) {
  constexpr auto kLimit = Limit::kInboundUnacknowledgedQos1MaxPerConnection;
  const double most = static_cast<double>(entries.count(kLimit));
  const double burst = entries.burst(Limit::kPublishRequestsPerSecondPerConnection);
  for (const Version version : both_versions()) {
    Entry& entry = entries.add("P9", kLimit, "unacknowledged", version);
    entry.demand = {.connections = 1, .publishes_in = 4 * most};
    hide_below(entry, Limit::kPublishRequestsPerSecondPerConnection, burst, most + 1);
    const auto up_to = std::min(entries.up_to(entries.count(kLimit)),
                                static_cast<std::uint64_t>(std::max(burst, most + 1)));
    entries.find_size_of(entry, {.up_to = up_to,
                                 .version = version,
                                 .packets =
                                     [version](const Trial& trial) {
                                       std::string packets;
                                       for (std::uint64_t i = 1; i <= trial.size; ++i)
                                         packets += publish_packet(
                                             version, {.topic = trial.desk.name() + "/f",
                                                       .packet_id = static_cast<std::uint16_t>(i)});
                                       return packets;
                                     },
                                 .answers = [](std::uint64_t size) { return size; },
                                 .needs_new_line = true});
  }
}

void add_aliases(Entries& entries) {
  Entry& entry =
      entries.add("P10", Limit::kTopicAliasMaximumAnnounced, "topic aliases", Version::kMqtt5);
  entry.demand = {.connections = 1, .publishes_in = 10};
  entries.find_size_of(entry, {.version = Version::kMqtt5, .packets = [](const Trial& trial) {
                                 return publish_packet(
                                     Version::kMqtt5,
                                     {.topic = trial.desk.name() + "/alias",
                                      .packet_id = id_of(trial),
                                      .alias = static_cast<std::uint16_t>(trial.size)});
                               }});
}

void add_qos(Entries& entries) {
  constexpr std::uint64_t kQosMost = 2;
  if (entries.count(Limit::kMaxQos) >= kQosMost) return;
  for (const Version version : both_versions()) {
    Entry& publish = entries.add("P11", Limit::kMaxQos, "QoS of a publish", version);
    publish.demand = {.connections = 1, .publishes_in = 10};
    entries.find_size_of(
        publish, {.up_to = kQosMost, .version = version, .packets = [version](const Trial& trial) {
                    return publish_packet(version, {.topic = trial.desk.name() + "/qos",
                                                    .qos = static_cast<std::uint8_t>(trial.size),
                                                    .packet_id = id_of(trial)});
                  }});
    Entry& subscribe = entries.add("P11", Limit::kMaxQos, "QoS of a subscription", version);
    subscribe.demand = {.connections = 1, .filters = 4};
    entries.find_size_of(subscribe, {.up_to = kQosMost,
                                     .version = version,
                                     .packets =
                                         [version](const Trial& trial) {
                                           return subscribe_packet(
                                               version, id_of(trial), {trial.desk.name() + "/qos"},
                                               static_cast<std::uint8_t>(trial.size));
                                         },
                                     .answered_by = Reply::Kind::kSuback});
  }
}

}  // namespace

void add_publish_forms(Entries& entries) {
  add_sizes(entries);
  add_topics(entries);
  add_in_flight(entries);
  add_aliases(entries);
  add_qos(entries);
}

}  // namespace shadowsim::probe
