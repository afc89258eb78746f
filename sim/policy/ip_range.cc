#include "sim/policy/ip_range.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

#include <fmt/format.h>

namespace shadowsim::policy {

IpRange::Address IpRange::read(const std::string& text) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  Address address;
  if (inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
  } else if (inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
    if (std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) {
      std::copy(address.bytes.begin() + kMapped.size(), address.bytes.end(), address.bytes.begin());
      address.bits = 32;
    }
  }
  return address;
}

Result<IpRange> IpRange::parse(const std::string& text) {
  const std::size_t slash = text.find('/');
  IpRange range;
  range.first_ = read(text.substr(0, slash));
  range.length_ = range.first_.bits;
  // The length of an IPv4 address in IPv6 notation counts the bits before it, too.
  const bool is_mapped = range.first_.bits == 32 && text.find(':') < slash;
  const unsigned before = is_mapped ? 96 : 0;
  bool is_good = range.first_.bits != 0;
  if (slash != std::string::npos) {
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data() + slash + 1, end, range.length_);
    is_good = is_good && failure == std::errc{} && rest == end && range.length_ >= before &&
              range.length_ - before <= range.first_.bits;
    range.length_ -= before;
  }
  if (is_good) return range;
  return usage_error(fmt::format(
      "'{}' is no range of addresses, which is like 203.0.113.0/24 or 2001:db8::/32", text));
}

bool IpRange::contains(const std::string& address) const {
  const Address one = read(address);
  if (one.bits != first_.bits) return false;
  for (unsigned bit = 0; bit < length_; bit += 8) {
    const unsigned compared = std::min(8U, length_ - bit);
    const unsigned mask = (0xFFU << (8U - compared)) & 0xFFU;
    if (((one.bytes.at(bit / 8) ^ first_.bytes.at(bit / 8)) & mask) != 0) return false;
  }
  return true;
}

}  // namespace shadowsim::policy
