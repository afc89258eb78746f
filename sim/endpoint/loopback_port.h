#pragma once

#include <cstdint>

#include "sim/base/result.h"
#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {

// Keeps a port of 127.0.0.1 from being given to anybody else, until it is destroyed; then there is
// a moment in which another process may take it.
class LoopbackPort {
 public:
  // Reserves `wanted`, or any free port where it is 0.
  // Errors: kSystem; says so where the port is taken.
  static Result<LoopbackPort> reserve(std::uint16_t wanted);

  std::uint16_t number() const { return number_; }

 private:
  LoopbackPort(Descriptor socket, std::uint16_t number);

  Descriptor socket_;
  std::uint16_t number_;
};

// Whether something accepts connections there. Loopback answers at once.
bool accepts_connections(std::uint16_t port);

}  // namespace shadowsim::endpoint
