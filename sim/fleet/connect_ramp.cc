#include "sim/fleet/connect_ramp.h"

namespace shadowsim::fleet {

ConnectRamp::ConnectRamp(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew)
    : fleet_{scenario.fleet},
      rate_{shard.share_of(scenario.fleet.connect_rate)},
      in_flight_most_{shard.share_of(scenario.fleet.connects_in_flight)},
      crew_{crew} {}

void ConnectRamp::start_due(TimePoint now) {
  while (!all_started() && crew_.connecting() < in_flight_most_ && next_turn() <= now)
    crew_.start(started_++);
}

bool ConnectRamp::is_overdue(TimePoint now) const {
  const Duration ramp{
      static_cast<Duration::rep>(static_cast<double>(crew_.sessions()) * 1e9 / rate_.per_second)};
  return now - began_ > ramp + fleet_.connect_timeout + 2 * fleet_.answer_timeout;
}

TimePoint ConnectRamp::next_turn() const {
  const Duration gap{static_cast<Duration::rep>(1e9 / rate_.per_second)};
  return began_ + gap * static_cast<Duration::rep>(started_);
}

}  // namespace shadowsim::fleet
