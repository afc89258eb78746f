#include "sim/shadow/utf8.h"

#include <cstdint>
#include <cstring>

namespace shadowsim::shadow {
namespace {

using Byte = unsigned char;

// How a character of several bytes begins: its length, and the range of its second byte, which is
// where overlong forms, surrogates and too large numbers are told apart.
struct Lead {
  std::size_t length;
  Byte low;
  Byte high;
};

constexpr Lead kNoLead{0, 0, 0};

constexpr Lead lead_of(Byte byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return kNoLead;
}

constexpr bool is_within(Byte byte, Byte low, Byte high) {
  return byte >= low && byte <= high;
}

// The length of the character at the front, 0 where there is none. Requires: not empty.
std::size_t character_bytes(std::string_view rest) {
  const auto at = [&](std::size_t index) { return static_cast<Byte>(rest[index]); };
  if (at(0) < 0x80) return 1;
  const Lead lead = lead_of(at(0));
  if (lead.length == 0 || lead.length > rest.size()) return 0;
  if (!is_within(at(1), lead.low, lead.high)) return 0;
  for (std::size_t index = 2; index < lead.length; ++index) {
    if (!is_within(at(index), 0x80, 0xBF)) return 0;
  }
  return lead.length;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    // Eight ASCII characters at a time: nearly all that a shadow holds.
    std::uint64_t word = 0;
    while (bytes.size() >= sizeof(word)) {
      std::memcpy(&word, bytes.data(), sizeof(word));
      if ((word & 0x8080808080808080U) != 0) break;
      bytes.remove_prefix(sizeof(word));
    }
    if (bytes.empty()) break;
    const std::size_t length = character_bytes(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace shadowsim::shadow
