#include "sim/packet/packet.h"

namespace shadowsim::packet {
namespace {

constexpr std::uint8_t kReservedFlags = 2;  // of SUBSCRIBE, UNSUBSCRIBE and PUBREL

std::optional<std::uint8_t> take_byte(std::string_view& bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto byte = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

// None in MQTT 3.1.1, which has no properties.
std::optional<Properties> take_properties(std::string_view& bytes, Version version) {
  if (version == Version::kMqtt311) return Properties{};
  return Properties::take(bytes);
}

// A packet ID, which is never 0.
std::optional<std::uint16_t> take_packet_id(std::string_view& bytes) {
  const auto id = take_two_bytes(bytes);
  return id == 0 ? std::nullopt : id;
}

// The bits of CONNECT's flags.
struct ConnectFlags {
  static constexpr unsigned kReserved = 0x01;
  static constexpr unsigned kCleanStart = 0x02;
  static constexpr unsigned kWill = 0x04;
  static constexpr unsigned kWillQosShift = 3;
  static constexpr unsigned kWillRetain = 0x20;
  static constexpr unsigned kPassword = 0x40;
  static constexpr unsigned kUsername = 0x80;
  static constexpr unsigned kOfWill = 0x38;

  unsigned bits = 0;

  bool has(unsigned flag) const { return (bits & flag) != 0; }
  std::uint8_t will_qos() const { return static_cast<std::uint8_t>(bits >> kWillQosShift & 3U); }

  bool are_allowed(Version version) const {
    if (has(kReserved) || will_qos() > 2) return false;
    if (!has(kWill) && has(kOfWill)) return false;
    return version == Version::kMqtt5 || !has(kPassword) || has(kUsername);
  }
};

// Takes the will off the payload of CONNECT.
std::optional<Will> take_will(std::string_view& bytes, ConnectFlags flags, Version version) {
  auto properties = take_properties(bytes, version);
  if (!properties) return std::nullopt;
  const auto topic = take_text(bytes);
  if (!topic) return std::nullopt;
  const auto payload = take_text(bytes);
  if (!payload) return std::nullopt;
  return Will{*std::move(properties), *topic, *payload, flags.will_qos(),
              flags.has(ConnectFlags::kWillRetain)};
}

std::optional<Version> take_version(std::string_view& bytes) {
  if (take_text(bytes) != "MQTT") return std::nullopt;
  const auto level = take_byte(bytes);
  if (level == 4) return Version::kMqtt311;
  if (level == 5) return Version::kMqtt5;
  return std::nullopt;
}

// Takes username and password, the last of CONNECT.
bool take_credentials(std::string_view& bytes, ConnectFlags flags, Connect& connect) {
  if (flags.has(ConnectFlags::kUsername) && !(connect.username = take_text(bytes))) return false;
  if (flags.has(ConnectFlags::kPassword) && !(connect.password = take_text(bytes))) return false;
  return bytes.empty();
}

// What SUBSCRIBE and UNSUBSCRIBE begin with: all but the filters, which are left in `rest`.
// Requires: `rest` is the frame's body.
template <class Request>
std::optional<Request> take_request(const Frame& frame, PacketType type, Version version,
                                    std::string_view& rest) {
  if (frame.type() != type || frame.flags() != kReservedFlags) return std::nullopt;
  const auto id = take_packet_id(rest);
  if (!id) return std::nullopt;
  auto properties = take_properties(rest, version);
  if (!properties) return std::nullopt;
  return Request{*id, *std::move(properties), {}};
}

}  // namespace

Framing next_frame(std::string_view bytes) {
  using State = Framing::State;
  if (bytes.empty()) return {};
  const auto first = static_cast<std::uint8_t>(bytes.front());
  if (first >> 4U == 0) return {.state = State::kMalformed};
  std::string_view rest = bytes.substr(1);
  const auto length = take_variable(rest);
  if (!length) {
    // What is not a length yet may become one only while each byte promises another.
    constexpr std::size_t kBytesMost = 4;
    const bool may_become = rest.size() < kBytesMost &&
                            (rest.empty() || (static_cast<std::uint8_t>(rest.back()) & 0x80U) != 0);
    return {.state = may_become ? State::kIncomplete : State::kMalformed};
  }
  if (*length > rest.size()) return {.state = State::kIncomplete, .body_bytes = *length};
  const std::size_t header = bytes.size() - rest.size();
  return {State::kComplete,
          {first, rest.substr(0, *length), bytes.substr(0, header + *length)},
          *length};
}

std::optional<Connect> read_connect(const Frame& frame) {
  std::string_view rest = frame.body;
  const auto version = take_version(rest);
  if (frame.type() != PacketType::kConnect || frame.flags() != 0 || !version) return std::nullopt;
  const auto bits = take_byte(rest);
  const auto keep_alive = take_two_bytes(rest);
  if (!bits || !keep_alive) return std::nullopt;
  const ConnectFlags flags{*bits};
  if (!flags.are_allowed(*version)) return std::nullopt;
  auto properties = take_properties(rest, *version);
  if (!properties) return std::nullopt;
  const auto client_id = take_text(rest);
  if (!client_id) return std::nullopt;
  Connect connect{.version = *version,
                  .clean_start = flags.has(ConnectFlags::kCleanStart),
                  .keep_alive = *keep_alive,
                  .properties = *std::move(properties),
                  .client_id = *client_id};
  if (flags.has(ConnectFlags::kWill) && !(connect.will = take_will(rest, flags, *version)))
    return std::nullopt;
  if (!take_credentials(rest, flags, connect)) return std::nullopt;
  return connect;
}

std::optional<Connack> read_connack(const Frame& frame, Version version) {
  std::string_view rest = frame.body;
  const auto flags = take_byte(rest);
  const auto code = take_byte(rest);
  if (frame.type() != PacketType::kConnack || frame.flags() != 0 || !flags || *flags > 1 || !code)
    return std::nullopt;
  auto properties = take_properties(rest, version);
  if (!properties || !rest.empty()) return std::nullopt;
  return Connack{*flags == 1, *code, *std::move(properties)};
}

std::optional<Publish> read_publish(const Frame& frame, Version version) {
  constexpr unsigned kDuplicate = 8;
  Publish publish{.duplicate = (frame.flags() & kDuplicate) != 0,
                  .qos = static_cast<std::uint8_t>(frame.flags() >> 1U & 3U),
                  .retain = (frame.flags() & 1U) != 0};
  if (frame.type() != PacketType::kPublish || publish.qos > 2) return std::nullopt;
  if (publish.qos == 0 && publish.duplicate) return std::nullopt;
  std::string_view rest = frame.body;
  const auto topic = take_text(rest);
  if (!topic) return std::nullopt;
  publish.topic = *topic;
  if (publish.qos > 0) {
    const auto id = take_packet_id(rest);
    if (!id) return std::nullopt;
    publish.packet_id = *id;
  }
  auto properties = take_properties(rest, version);
  if (!properties) return std::nullopt;
  publish.properties = *std::move(properties);
  publish.payload = rest;
  return publish;
}

std::optional<Subscribe> read_subscribe(const Frame& frame, Version version) {
  std::string_view rest = frame.body;
  auto subscribe = take_request<Subscribe>(frame, PacketType::kSubscribe, version, rest);
  if (!subscribe) return std::nullopt;
  while (!rest.empty()) {
    const auto text = take_text(rest);
    const auto options = take_byte(rest);
    if (!text || !options || (*options & 3U) > 2) return std::nullopt;
    subscribe->filters.push_back({*text, *options});
  }
  if (subscribe->filters.empty()) return std::nullopt;
  return subscribe;
}

std::optional<Unsubscribe> read_unsubscribe(const Frame& frame, Version version) {
  std::string_view rest = frame.body;
  auto unsubscribe = take_request<Unsubscribe>(frame, PacketType::kUnsubscribe, version, rest);
  if (!unsubscribe) return std::nullopt;
  while (!rest.empty()) {
    const auto text = take_text(rest);
    if (!text) return std::nullopt;
    unsubscribe->filters.push_back(*text);
  }
  if (unsubscribe->filters.empty()) return std::nullopt;
  return unsubscribe;
}

std::optional<PublishAnswer> read_publish_answer(const Frame& frame, Version version) {
  std::string_view rest = frame.body;
  const auto id = take_packet_id(rest);
  if (!id) return std::nullopt;
  PublishAnswer answer{.packet_id = *id};
  if (rest.empty()) return answer;
  if (version == Version::kMqtt311) return std::nullopt;
  answer.reason = *take_byte(rest);
  if (rest.empty()) return answer;
  auto properties = Properties::take(rest);
  if (!properties || !rest.empty()) return std::nullopt;
  answer.properties = *std::move(properties);
  return answer;
}

std::optional<SubscribeAnswer> read_subscribe_answer(const Frame& frame, Version version) {
  std::string_view rest = frame.body;
  const auto id = take_packet_id(rest);
  if (!id) return std::nullopt;
  auto properties = take_properties(rest, version);
  if (!properties) return std::nullopt;
  return SubscribeAnswer{*id, *std::move(properties), rest};
}

std::optional<Disconnect> read_disconnect(const Frame& frame, Version version) {
  if (frame.type() != PacketType::kDisconnect || frame.flags() != 0) return std::nullopt;
  std::string_view rest = frame.body;
  Disconnect disconnect;
  if (rest.empty()) return disconnect;
  if (version == Version::kMqtt311) return std::nullopt;
  disconnect.reason = *take_byte(rest);
  if (rest.empty()) return disconnect;
  auto properties = Properties::take(rest);
  if (!properties || !rest.empty()) return std::nullopt;
  disconnect.properties = *std::move(properties);
  return disconnect;
}

}  // namespace shadowsim::packet
