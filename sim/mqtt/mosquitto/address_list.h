#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/result.h"

namespace shadowsim::mqtt::mosquitto {

// The addresses of a host, resolved once, in the order in which they are to be tried. libmosquitto
// asks the resolver at each connect, which blocks; a numeric address costs it nothing.
class AddressList {
 public:
  // Asks the system's resolver. Blocks as long as that does. A numeric host is its own address.
  // Errors: kUnreachable where the name has no address.
  static Result<AddressList> resolve(const std::string& host, std::uint16_t port);

  std::size_t size() const { return numeric_.size(); }

  // The nth to try, 0 to size() - 1: first the one that worked last.
  const std::string& numeric(std::size_t nth) const {
    return numeric_[(preferred_ + nth) % numeric_.size()];
  }

  // The nth has worked: it comes first from now on.
  void prefer(std::size_t nth) { preferred_ = (preferred_ + nth) % numeric_.size(); }

 private:
  explicit AddressList(std::vector<std::string> numeric) : numeric_{std::move(numeric)} {}

  std::vector<std::string> numeric_;
  std::size_t preferred_ = 0;
};

}  // namespace shadowsim::mqtt::mosquitto
