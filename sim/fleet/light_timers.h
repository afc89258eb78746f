#pragma once

#include <array>
#include <functional>

#include "sim/light/action.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// The alarm clocks of one light machine, on a scheduler.
// Threads:  the scheduler's.
// Owns:     what it has armed; its end disarms it. Borrows the scheduler.
class LightTimers {
 public:
  // Calls ring(timer) when an armed one is due.
  LightTimers(Scheduler& scheduler, std::function<void(light::Timer)> ring);
  LightTimers(const LightTimers&) = delete;
  LightTimers& operator=(const LightTimers&) = delete;
  ~LightTimers();

  // A moment that is past is due at once.
  void carry_out(const light::Arm& order);
  void carry_out(const light::Disarm& order);

 private:
  static constexpr std::size_t kTimers = 4;

  TimerId& id_of(light::Timer timer) { return ids_.at(static_cast<std::size_t>(timer)); }

  Scheduler& scheduler_;
  std::function<void(light::Timer)> ring_;
  std::array<TimerId, kTimers> ids_{};
};

}  // namespace shadowsim::fleet
