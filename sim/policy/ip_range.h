#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "sim/base/result.h"

namespace shadowsim::policy {

// The addresses that share their first bits: "203.0.113.0/24", "2001:db8::/32", or a single one.
// Source: IAM User Guide, "IAM JSON policy elements: Condition operators", IP address operators:
//         CIDR form of IPv4 and IPv6; an address without a length is one host.
class IpRange {
 public:
  // Errors: the text is no address, or the length after '/' is none of its kind.
  static Result<IpRange> parse(const std::string& text);

  // False for what is no address. An IPv4 address written as IPv6 (::ffff:a.b.c.d) counts as IPv4.
  bool contains(const std::string& address) const;

 private:
  struct Address {
    std::array<std::uint8_t, 16> bytes{};
    unsigned bits = 0;  // 32 or 128; 0: none
  };

  static Address read(const std::string& text);

  Address first_;
  unsigned length_ = 0;  // of the bits that must agree
};

}  // namespace shadowsim::policy
