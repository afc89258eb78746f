#include "sim/packet/properties.h"

#include <algorithm>
#include <array>

#include "sim/base/check.h"

namespace shadowsim::packet {
namespace {

enum class Type : std::uint8_t {
  kUnknown,
  kByte,
  kTwoBytes,
  kFourBytes,
  kVariable,
  kText,
  kTwoTexts
};

// Source: MQTT 5.0, section 2.2.2.2, table 2-4.
constexpr std::array<Type, 0x2B> kTypes = [] {
  std::array<Type, 0x2B> types{};
  for (const int id : {0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A})
    types[static_cast<std::size_t>(id)] = Type::kByte;
  for (const int id : {0x13, 0x21, 0x22, 0x23})
    types[static_cast<std::size_t>(id)] = Type::kTwoBytes;
  for (const int id : {0x02, 0x11, 0x18, 0x27})
    types[static_cast<std::size_t>(id)] = Type::kFourBytes;
  for (const int id : {0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F})
    types[static_cast<std::size_t>(id)] = Type::kText;
  types[0x0B] = Type::kVariable;
  types[0x26] = Type::kTwoTexts;
  return types;
}();

constexpr std::size_t kLengthBytes = 2;

std::optional<std::size_t> size_of_value(Type type, std::string_view rest) {
  const std::size_t before = rest.size();
  switch (type) {
    case Type::kByte:
      return 1;
    case Type::kTwoBytes:
      return 2;
    case Type::kFourBytes:
      return 4;
    case Type::kVariable:
      if (!take_variable(rest)) return std::nullopt;
      return before - rest.size();
    case Type::kTwoTexts:
      if (!take_text(rest)) return std::nullopt;
      [[fallthrough]];
    case Type::kText:
      if (!take_text(rest)) return std::nullopt;
      return before - rest.size();
    case Type::kUnknown:
      break;
  }
  return std::nullopt;
}

void append_big_endian(std::string& out, std::uint32_t value, int bytes) {
  constexpr int kBits = 8;
  for (int shift = kBits * (bytes - 1); shift >= 0; shift -= kBits)
    out.push_back(static_cast<char>(value >> shift));
}

}  // namespace

std::uint32_t Property::number() const {
  if (kTypes.at(static_cast<std::size_t>(id)) == Type::kVariable) {
    std::string_view rest = value;
    return take_variable(rest).value_or(0);
  }
  std::uint32_t number = 0;
  for (const char byte : value)
    number = number << 8U | static_cast<std::uint8_t>(byte);
  return number;
}

std::string_view Property::text() const {
  return value.substr(kLengthBytes);
}

std::optional<Properties> Properties::take(std::string_view& bytes) {
  const auto length = take_variable(bytes);
  if (!length || *length > bytes.size()) return std::nullopt;
  std::string_view rest = bytes.substr(0, *length);
  bytes.remove_prefix(*length);
  Properties properties;
  while (!rest.empty()) {
    const auto id = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    if (id >= kTypes.size()) return std::nullopt;
    const auto size = size_of_value(kTypes.at(id), rest);
    if (!size || *size > rest.size()) return std::nullopt;
    const Property property{static_cast<PropertyId>(id), rest.substr(0, *size)};
    const bool may_repeat = property.id == PropertyId::kUserProperty ||
                            property.id == PropertyId::kSubscriptionIdentifier;
    if (!may_repeat && properties.find(property.id) != nullptr) return std::nullopt;
    properties.all_.push_back(property);
    rest.remove_prefix(*size);
  }
  return properties;
}

const Property* Properties::find(PropertyId id) const {
  const auto found = std::ranges::find(all_, id, &Property::id);
  return found == all_.end() ? nullptr : &*found;
}

void Properties::remove(PropertyId id) {
  std::erase_if(all_, [id](const Property& property) { return property.id == id; });
}

std::size_t Properties::user_bytes() const {
  std::size_t bytes = 0;
  for (const Property& property : all_) {
    if (property.id == PropertyId::kUserProperty) bytes += property.value.size() - 2 * kLengthBytes;
  }
  return bytes;
}

void Properties::append_to(std::string& packet) const {
  PropertyWriter{*this}.append_to(packet);
}

void PropertyWriter::set_byte(PropertyId id, std::uint8_t value) {
  set(id, std::string(1, static_cast<char>(value)));
}

void PropertyWriter::set_two_bytes(PropertyId id, std::uint16_t value) {
  std::string bytes;
  append_two_bytes(bytes, value);
  set(id, std::move(bytes));
}

void PropertyWriter::set_four_bytes(PropertyId id, std::uint32_t value) {
  std::string bytes;
  append_big_endian(bytes, value, 4);
  set(id, std::move(bytes));
}

void PropertyWriter::set_text(PropertyId id, std::string_view value) {
  std::string bytes;
  append_text(bytes, value);
  set(id, std::move(bytes));
}

void PropertyWriter::remove(PropertyId id) {
  std::erase_if(all_, [id](const Entry& entry) { return entry.id == id; });
}

void PropertyWriter::append_to(std::string& packet) const {
  std::size_t bytes = 0;
  for (const Entry& entry : all_)
    bytes += 1 + entry.value.size();
  append_variable(packet, bytes);
  for (const Entry& entry : all_) {
    packet.push_back(static_cast<char>(entry.id));
    packet += entry.value;
  }
}

void PropertyWriter::copy(const Properties& properties) {
  for (const Property& property : properties.all())
    all_.push_back({property.id, std::string{property.value}});
}

void PropertyWriter::set(PropertyId id, std::string value) {
  remove(id);
  all_.push_back({id, std::move(value)});
}

std::optional<std::uint32_t> take_variable(std::string_view& bytes) {
  constexpr std::size_t kBytesMost = 4;
  constexpr unsigned kMore = 0x80;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kBytesMost && i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    value |= (byte & ~kMore) << (7 * i);
    if ((byte & kMore) != 0) continue;
    if (i > 0 && byte == 0) return std::nullopt;
    bytes.remove_prefix(i + 1);
    return value;
  }
  return std::nullopt;
}

void append_variable(std::string& packet, std::size_t value) {
  SHADOWSIM_CHECK(value < 1U << 28U, "{}", value);
  do {
    const std::size_t rest = value >> 7U;
    packet.push_back(static_cast<char>((value & 0x7FU) | (rest != 0 ? 0x80U : 0U)));
    value = rest;
  } while (value != 0);
}

std::optional<std::uint16_t> take_two_bytes(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto value = static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[0]) << 8U |
                                                static_cast<std::uint8_t>(bytes[1]));
  bytes.remove_prefix(2);
  return value;
}

void append_two_bytes(std::string& packet, std::uint16_t value) {
  append_big_endian(packet, value, 2);
}

std::optional<std::string_view> take_text(std::string_view& bytes) {
  std::string_view rest = bytes;
  const auto length = take_two_bytes(rest);
  if (!length || *length > rest.size()) return std::nullopt;
  bytes = rest.substr(*length);
  return rest.substr(0, *length);
}

void append_text(std::string& packet, std::string_view text) {
  constexpr std::size_t kMost = 0xFFFF;
  SHADOWSIM_CHECK(text.size() <= kMost, "{} bytes", text.size());
  append_two_bytes(packet, static_cast<std::uint16_t>(text.size()));
  packet += text;
}

}  // namespace shadowsim::packet
