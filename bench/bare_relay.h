#pragma once

#include <cstdint>
#include <sys/types.h>

namespace shadowsim::bench {

// A process that stands between clients and a broker as the gateway does, over TCP on both sides, and copies
// their bytes without a look at them: what standing there costs any relay, before it does anything.
// Ended with this object.
class BareRelay {
 public:
  explicit BareRelay(std::uint16_t broker_port);
  BareRelay(const BareRelay&) = delete;
  BareRelay& operator=(const BareRelay&) = delete;
  ~BareRelay();

  std::uint16_t port() const { return port_; }

 private:
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace shadowsim::bench
