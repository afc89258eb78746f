#pragma once

#include "sim/time/clock.h"

namespace shadowsim {

// The machine's own clocks: CLOCK_MONOTONIC, which is one for all processes of the machine, and the
// time of day. The only place that reads them; whoever is pure is given a time instead.
// Threads: any thread.
class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  WallTime wall_now() const override;
};

}  // namespace shadowsim
