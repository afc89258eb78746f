#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sim/endpoint/descriptor.h"
#include "sim/mqtt/endpoint.h"

namespace shadowsim::mqtt {

// How a scripted server answers.
struct Script {
  std::optional<std::uint8_t> connack_code = 0;  // of the client's MQTT version; none: no answer
  std::optional<std::uint16_t> receive_maximum = {};  // announced in CONNACK, MQTT 5 only
  std::vector<std::uint8_t> suback_codes = {};
  std::uint8_t puback_code = 0;  // left out for MQTT 3.1.1, which has none

  // Publishes are answered only when none has come for a while, so that those sent without waiting
  // for answers pile up.
  bool holds_pubacks = false;

  // A SUBSCRIBE is answered by DISCONNECT with this code (MQTT 5) and the end of the connection.
  std::optional<std::uint8_t> disconnect_code = {};

  // A SUBSCRIBE is followed by a message of QoS 1, and its PUBACK by one of QoS 0 with the topic
  // "acknowledged".
  bool publishes = false;

  // Any PUBLISH is answered by the end of the connection.
  bool closes_at_publish = false;
};

// The server's side of an MQTT conversation, for one client, to see answers arrive that a real
// broker gives seldom or never.
class ScriptedServer {
 public:
  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  Endpoint endpoint() const;

  // The most publishes that were without an answer at one time.
  int most_unanswered() const { return most_unanswered_; }

 private:
  struct Packet {
    std::uint8_t type;  // with the flags
    std::string body;
  };

  void serve();
  std::optional<Packet> read_packet();
  bool read_exactly(char* to, std::size_t size);
  bool has_input_soon() const;
  bool answer(const Packet& packet);  // false: close
  void answer_connect(const Packet& packet);
  void publish(std::string_view topic, std::uint8_t qos);
  void hold_or_acknowledge(const Packet& packet);
  void acknowledge_held();
  void send(std::uint8_t type, const std::string& body);

  const Script script_;
  std::uint16_t port_ = 0;
  bool is_mqtt5_ = false;
  std::vector<std::string> held_;  // packet identifiers
  std::atomic<int> most_unanswered_ = 0;
  endpoint::Descriptor stop_;
  endpoint::Descriptor listener_;
  endpoint::Descriptor client_;
  std::thread thread_;
};

}  // namespace shadowsim::mqtt
