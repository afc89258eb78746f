#include "sim/fleet/check_round.h"

#include <chrono>
#include <cstddef>

namespace shadowsim::fleet {
namespace {

// Lights that wait for their answers at a time.
constexpr std::size_t kInFlightMost = 64;

}  // namespace

CheckRound::CheckRound(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew,
                       TimePoint now)
    : fleet_{scenario.fleet},
      rate_{shard.share_of(scenario.fleet.check_rate)},
      crew_{crew},
      began_{now} {}

bool CheckRound::go_on(TimePoint now) {
  using Seconds = std::chrono::duration<double>;
  const Duration since = now - began_;
  const auto shadows = static_cast<double>(fleet_.shadows.size());
  const double sendable = shadows + Seconds{since}.count() * rate_.per_second;
  std::size_t waiting = 0;
  std::size_t answered = 0;
  for (std::size_t place = 0; place < crew_.lights(); ++place) {
    const auto before = crew_.check_result(place);
    if (waiting < kInFlightMost && sent_ + shadows <= sendable) crew_.check(place);
    const auto result = crew_.check_result(place);
    if (result != before) sent_ += shadows;
    if (result == LightDriver::Check::kAsked) ++waiting;
    if (result == LightDriver::Check::kInSync || result == LightDriver::Check::kDivergent)
      ++answered;
  }
  const double asking = static_cast<double>(crew_.lights()) * shadows / rate_.per_second;
  const bool is_overdue =
      since - fleet_.answer_timeout > std::chrono::ceil<Duration>(Seconds{asking});
  return answered == crew_.lights() || is_overdue;
}

measure::FinalCheck CheckRound::result() const {
  measure::FinalCheck check;
  check.lights = crew_.lights();
  for (std::size_t place = 0; place < crew_.lights(); ++place) {
    switch (crew_.check_result(place)) {
      case LightDriver::Check::kInSync:
        ++check.in_sync;
        break;
      case LightDriver::Check::kWorking:
      case LightDriver::Check::kDivergent:
        ++check.divergent;
        break;
      case LightDriver::Check::kNone:
      case LightDriver::Check::kAsked:
        ++check.unreachable;
        break;
    }
  }
  return check;
}

}  // namespace shadowsim::fleet
