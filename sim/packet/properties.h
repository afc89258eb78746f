#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowsim::packet {

// The properties of MQTT 5 that the gateway looks at or writes; it passes all others on.
// Source: MQTT 5.0, section 2.2.2.2.
enum class PropertyId : std::uint8_t {
  kMessageExpiryInterval = 0x02,
  kContentType = 0x03,
  kResponseTopic = 0x08,
  kCorrelationData = 0x09,
  kSubscriptionIdentifier = 0x0B,
  kSessionExpiryInterval = 0x11,
  kAssignedClientIdentifier = 0x12,
  kServerKeepAlive = 0x13,
  kRequestProblemInformation = 0x17,
  kWillDelayInterval = 0x18,
  kReasonString = 0x1F,
  kReceiveMaximum = 0x21,
  kTopicAliasMaximum = 0x22,
  kTopicAlias = 0x23,
  kMaximumQos = 0x24,
  kRetainAvailable = 0x25,
  kUserProperty = 0x26,
  kMaximumPacketSize = 0x27,
  kWildcardSubscriptionAvailable = 0x28,
  kSubscriptionIdentifierAvailable = 0x29,
};

// One property as it stands in a packet.
struct Property {
  PropertyId id{};
  std::string_view
      value;  // the bytes after the identifier, with their length where the type has one

  // Of an integer property: its value. Requires: the property's type is an integer.
  std::uint32_t number() const;

  // Of a text or binary property: without its length. Requires: the property's type is one of these.
  std::string_view text() const;
};

// The properties of one packet, in their order. Borrows the packet's bytes.
class Properties {
 public:
  // Reads them off the front of `bytes`, with the length before them. None where they are malformed:
  // an identifier that MQTT 5 does not know, a value cut short, a second one of a kind that may stand
  // once. Whether a kind may stand in this packet is the broker's to judge.
  static std::optional<Properties> take(std::string_view& bytes);

  const Property* find(PropertyId id) const;
  void remove(PropertyId id);
  const std::vector<Property>& all() const { return all_; }

  // Bytes of names and values of all user properties.
  std::size_t user_bytes() const;

  // Appends them to a packet, with the length before them.
  void append_to(std::string& packet) const;

 private:
  std::vector<Property> all_;
};

// Properties in the making: what is set replaces what had that identifier.
class PropertyWriter {
 public:
  PropertyWriter() = default;

  // Begins with all of these.
  explicit PropertyWriter(const Properties& properties) { copy(properties); }

  void set_byte(PropertyId id, std::uint8_t value);
  void set_two_bytes(PropertyId id, std::uint16_t value);
  void set_four_bytes(PropertyId id, std::uint32_t value);
  void set_text(PropertyId id, std::string_view value);
  void remove(PropertyId id);

  // Appends them to a packet, with the length before them.
  void append_to(std::string& packet) const;

 private:
  struct Entry {
    PropertyId id;
    std::string value;
  };

  void copy(const Properties& properties);
  void set(PropertyId id, std::string value);

  std::vector<Entry> all_;
};

// A length or identifier of variable size off the front of `bytes`; none where it is cut short, longer
// than four bytes, or longer than it need be. Source: MQTT 5.0, section 1.5.5.
std::optional<std::uint32_t> take_variable(std::string_view& bytes);

// Requires: value below 2^28.
void append_variable(std::string& packet, std::size_t value);

// A text with its length in two bytes; for appending, Requires: at most 65,535 bytes.
std::optional<std::string_view> take_text(std::string_view& bytes);
void append_text(std::string& packet, std::string_view text);

std::optional<std::uint16_t> take_two_bytes(std::string_view& bytes);
void append_two_bytes(std::string& packet, std::uint16_t value);

}  // namespace shadowsim::packet
