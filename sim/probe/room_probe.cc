#include "sim/probe/room_probe.h"

#include <chrono>

#include <fmt/format.h>

#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// From the moment at which one is given back to that at which another one is given.
Sequence<std::optional<Duration>> recover(Desk& desk, Places& places, std::uint64_t number) {
  constexpr int kTries = 20;
  const TimePoint freed_at = desk.now();
  co_await places.give_back(desk);
  for (int i = 0; i < kTries; ++i) {
    const std::optional<Reply> reply = co_await places.take(desk, number++);
    if (reply && reply->is_good) co_return desk.now() - freed_at;
    co_await rest(desk, 50ms);
  }
  co_return std::nullopt;
}

}  // namespace

Sequence<Finding> find_room(Desk& desk, RoomTask task) {
  Finding finding{.tried_up_to = static_cast<double>(task.up_to)};
  Places& places = *task.places;
  std::uint64_t number = 0;
  std::uint64_t given = 0;
  std::size_t refused = 0;
  while (given < task.up_to && refused < task.refusals) {
    const std::optional<Reply> reply = co_await places.take(desk, number++);
    if (!reply) {
      finding.remark = "could not connect";
      co_return finding;
    }
    if (reply->is_good) {
      ++given;
      refused = 0;
    } else {
      ++finding.saw[reply->sight];
      ++refused;
    }
    if (task.gap > Duration::zero()) co_await rest(desk, task.gap);
  }
  const std::uint64_t lost = places.lost(desk);
  if (lost > 0) {
    finding.remark = fmt::format("{} of those that were given were taken away", lost);
  } else if (refused == 0) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.found = static_cast<double>(given);
    finding.verdict = given == task.configured ? Verdict::kHolds : Verdict::kDiffers;
    finding.recovered_after = co_await recover(desk, places, number);
  }
  co_await places.clear(desk);
  co_return finding;
}

}  // namespace shadowsim::probe
