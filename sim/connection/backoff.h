#pragma once

#include <cstdint>

#include "sim/base/random.h"
#include "sim/base/units.h"

namespace shadowsim::connection {

// How long to wait before the next try: exponential growth with full jitter, so that a fleet that
// lost its endpoint in one moment does not come back in one moment.
// Source:  AWS architecture blog, "Exponential Backoff And Jitter" (full jitter); AWS IoT guidance
//          for clients: 1 s at first, 128 s at most.
class Backoff {
 public:
  struct Limits {
    Duration initial = std::chrono::seconds{1};    // upper bound of the first wait
    Duration longest = std::chrono::seconds{128};  // upper bound of every wait
  };

  Backoff(Limits limits, Random random) : limits_{limits}, random_{random} {}

  // The wait before the next try, anywhere between zero and its present bound; the bound doubles.
  Duration next();

  // A try has succeeded: the bound is the initial one again.
  void reset() { tries_ = 0; }

 private:
  Limits limits_;
  Random random_;
  std::uint32_t tries_ = 0;
};

}  // namespace shadowsim::connection
