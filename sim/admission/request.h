#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/admission/refusal.h"
#include "sim/policy/facts.h"

// What a client asks for, as the front door looks at it. All borrow what they were read from.
namespace shadowsim::admission {

struct WillRequest {
  std::string_view topic;
  std::uint8_t qos = 0;
  bool retain = false;
};

struct ConnectRequest {
  Version version = Version::kMqtt311;
  std::string_view client_id{};  // never empty: an endpoint assigns one before it asks
  bool clean_start = true;
  std::uint16_t keep_alive = 0;                     // seconds, as the client wishes; 0: none
  std::optional<std::uint32_t> session_expiry{};    // seconds, MQTT 5
  std::optional<std::uint32_t> receive_maximum{};   // MQTT 5
  std::optional<std::uint32_t> packet_bytes_max{};  // that the client takes, MQTT 5
  std::optional<WillRequest> will{};
  std::size_t payload_bytes = 0;  // of client ID, will, user name and password, with their lengths
  policy::Context identity{};     // but for what CONNECT says
};

struct PublishRequest {
  std::string_view topic;  // may be empty where there is an alias
  std::uint8_t qos = 0;
  bool retain = false;
  std::size_t payload_bytes = 0;
  std::string_view payload{};  // by which messages are told apart
  std::optional<std::uint32_t> alias{};
  std::size_t content_type_bytes = 0;
  std::size_t correlation_bytes = 0;
  std::size_t user_property_bytes = 0;
  std::optional<std::string_view> response_topic{};
};

struct FilterRequest {
  std::string_view text;
  std::uint8_t qos = 0;
};

struct SubscribeRequest {
  std::vector<FilterRequest> filters;
  bool has_identifier = false;  // a Subscription Identifier, MQTT 5
};

}  // namespace shadowsim::admission
