// The probes of MQTT 5's properties, as far as a packet is refused for them: M1 to M5.

#include <string>

#include "sim/probe/entries.h"
#include "sim/probe/packets.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr Version kVersion = Version::kMqtt5;

// A property of a PUBLISH that has so many bytes.
using SetProperty = void (*)(Message& message, std::uint64_t bytes);

void add_property(Entries& entries, const char* id, Limit limit, const char* title,
                  SetProperty set) {
  Entry& entry = entries.add(id, limit, title, kVersion);
  entry.demand = {.connections = 1, .publishes_in = 10};
  constexpr double kLengthMost = 65535;  // of one property
  hide_beyond(entry, static_cast<double>(entries.up_to(entries.count(limit))), kLengthMost);
  hide_below(entry, Limit::kMaximumPacketSizeAnnouncedBytes,
             static_cast<double>(entries.count(Limit::kMaximumPacketSizeAnnouncedBytes)),
             static_cast<double>(entries.up_to(entries.count(limit)) + 100));
  entries.find_size_of(entry,
                       {.least = 1, .version = kVersion, .packets = [set](const Trial& trial) {
                          Message message{.topic = trial.desk.name() + "/property",
                                          .packet_id = static_cast<std::uint16_t>(trial.number)};
                          set(message, trial.size);
                          return publish_packet(kVersion, message);
                        }});
}

// A client that takes packets of so many bytes and no larger ones. What is refused is the smaller one.
void add_clients_packets(Entries& entries) {
  Entry& entry =
      entries.add("M5", Limit::kClientMaximumPacketSizeMinBytes, "client's packets", kVersion);
  entry.demand.connections = 1;
  if (entry.subject.configured <= 1) return hide(entry, "no packet is smaller");
  entries.find_size_of(entry, {.is_downwards = true,
                               .version = kVersion,
                               .packets =
                                   [](const Trial& trial) {
                                     Greeting greeting{.client_id = trial.desk.name() + "-" +
                                                                    std::to_string(trial.number)};
                                     greeting.packet_bytes_most =
                                         static_cast<std::uint32_t>(trial.size);
                                     return connect_packet(kVersion, greeting);
                                   },
                               .answered_by = Reply::Kind::kConnack});
}

}  // namespace

void add_properties(Entries& entries) {
  add_property(entries, "M1", Limit::kContentTypeMaxBytes, "content type",
               [](Message& message, std::uint64_t bytes) { message.content_type_bytes = bytes; });
  add_property(entries, "M2", Limit::kCorrelationDataMaxBytes, "correlation data",
               [](Message& message, std::uint64_t bytes) { message.correlation_bytes = bytes; });
  add_property(entries, "M3", Limit::kResponseTopicMaxBytes, "response topic",
               [](Message& message, std::uint64_t bytes) {
                 message.response_topic = std::string(bytes, 'x');
               });
  add_property(entries, "M4", Limit::kUserPropertiesMaxBytesPerPacket, "user properties",
               [](Message& message, std::uint64_t bytes) { message.user_property_bytes = bytes; });
  add_clients_packets(entries);
}

}  // namespace shadowsim::probe
