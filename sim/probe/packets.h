#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/packet/packet.h"

// The packets that probes send.
namespace shadowsim::probe {

// What a CONNECT says. What only MQTT 5 has is left out in 3.1.1.
struct Greeting {
  std::string client_id{};
  bool clean_start = true;
  std::uint16_t keep_alive = 0;                      // seconds
  std::optional<std::uint32_t> session_expiry{};     // seconds, MQTT 5
  std::optional<std::uint32_t> packet_bytes_most{};  // that are taken, MQTT 5
};
std::string connect_packet(packet::Version version, const Greeting& greeting);

// What a PUBLISH says. The properties are MQTT 5's.
struct Message {
  std::string topic{};
  std::string payload{};
  std::uint8_t qos = 1;
  bool retain = false;
  std::uint16_t packet_id = 0;  // with QoS 0: 0
  std::optional<std::uint16_t> alias{};
  std::optional<std::uint32_t> expiry{};  // seconds
  std::size_t content_type_bytes = 0;
  std::size_t correlation_bytes = 0;
  std::string response_topic{};
  std::size_t user_property_bytes = 0;  // of names and values
};
std::string publish_packet(packet::Version version, const Message& message);

std::string subscribe_packet(packet::Version version, std::uint16_t packet_id,
                             const std::vector<std::string>& filters, std::uint8_t qos = 0);

std::string unsubscribe_packet(packet::Version version, std::uint16_t packet_id,
                               const std::vector<std::string>& filters);

// --- shadows

std::string shadow_topic(std::string_view thing, std::string_view shadow,
                         std::string_view operation);

// {"state":STATE,"clientToken":"p7"}
std::string update_payload(std::uint32_t number, std::string_view state);

}  // namespace shadowsim::probe
