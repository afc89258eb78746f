#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/packet/properties.h"

// MQTT control packets as they are framed and read: only what must be known, total over any bytes, without
// a copy. What is read borrows the bytes it was read from.
// Source: MQTT 3.1.1 and MQTT 5.0 (OASIS), chapters 2 and 3.
namespace shadowsim::packet {

enum class Version : std::uint8_t { kMqtt311 = 4, kMqtt5 = 5 };

enum class PacketType : std::uint8_t {
  kConnect = 1,
  kConnack = 2,
  kPublish = 3,
  kPuback = 4,
  kPubrec = 5,
  kPubrel = 6,
  kPubcomp = 7,
  kSubscribe = 8,
  kSuback = 9,
  kUnsubscribe = 10,
  kUnsuback = 11,
  kPingreq = 12,
  kPingresp = 13,
  kDisconnect = 14,
  kAuth = 15,
};

// A packet as it is framed: the fixed header is read, the rest is not.
struct Frame {
  std::uint8_t first_byte = 0;
  std::string_view body{};   // variable header and payload
  std::string_view bytes{};  // all of it, to be passed on

  PacketType type() const { return static_cast<PacketType>(first_byte >> 4U); }
  std::uint8_t flags() const { return first_byte & 0x0FU; }
};

struct Framing {
  enum class State : std::uint8_t {
    kComplete,    // `frame` is the first packet
    kIncomplete,  // more bytes are needed
    kMalformed,   // this will never be a packet: type 0, or a length that MQTT does not allow
  };

  State state = State::kIncomplete;
  Frame frame{};
  std::size_t body_bytes = 0;  // of the first packet, as soon as its length is known, else 0
};

// The first packet of `bytes`.
Framing next_frame(std::string_view bytes);

struct Will {
  Properties properties{};
  std::string_view topic{};
  std::string_view payload{};
  std::uint8_t qos = 0;  // 0 to 2
  bool retain = false;
};

struct Connect {
  Version version = Version::kMqtt311;
  bool clean_start = false;      // Clean Session in MQTT 3.1.1
  std::uint16_t keep_alive = 0;  // seconds; 0: none
  Properties properties{};
  std::string_view client_id{};  // empty: the server shall assign one
  std::optional<Will> will{};
  std::optional<std::string_view> username{};
  std::optional<std::string_view> password{};
};

struct Connack {
  bool session_present = false;
  std::uint8_t code = 0;
  Properties properties{};
};

struct Publish {
  bool duplicate = false;
  std::uint8_t qos = 0;  // 0 to 2
  bool retain = false;
  std::string_view topic{};     // empty in MQTT 5: the one that the alias stands for
  std::uint16_t packet_id = 0;  // 0 with QoS 0
  Properties properties{};
  std::string_view payload{};
};

struct Filter {
  std::string_view text{};
  std::uint8_t options = 0;  // QoS in the lowest two bits, 0 to 2

  friend bool operator==(const Filter&, const Filter&) = default;
};

struct Subscribe {
  std::uint16_t packet_id = 0;
  Properties properties{};
  std::vector<Filter> filters{};  // at least one
};

struct Unsubscribe {
  std::uint16_t packet_id = 0;
  Properties properties{};
  std::vector<std::string_view> filters{};  // at least one
};

// PUBACK, PUBREC, PUBREL and PUBCOMP.
struct PublishAnswer {
  std::uint16_t packet_id = 0;
  std::uint8_t reason = 0;
  Properties properties{};
};

// SUBACK and UNSUBACK; the latter has no codes in MQTT 3.1.1.
struct SubscribeAnswer {
  std::uint16_t packet_id = 0;
  Properties properties{};
  std::string_view codes{};
};

struct Disconnect {
  std::uint8_t reason = 0;
  Properties properties{};
};

// Each reads the body of a frame of its type; none where it is malformed. A CONNECT of another
// protocol or version than MQTT 3.1.1 and 5.0 is malformed.
std::optional<Connect> read_connect(const Frame& frame);
std::optional<Connack> read_connack(const Frame& frame, Version version);
std::optional<Publish> read_publish(const Frame& frame, Version version);
std::optional<Subscribe> read_subscribe(const Frame& frame, Version version);
std::optional<Unsubscribe> read_unsubscribe(const Frame& frame, Version version);
std::optional<PublishAnswer> read_publish_answer(const Frame& frame, Version version);
std::optional<SubscribeAnswer> read_subscribe_answer(const Frame& frame, Version version);
std::optional<Disconnect> read_disconnect(const Frame& frame, Version version);

}  // namespace shadowsim::packet
