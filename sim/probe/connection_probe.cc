#include "sim/probe/connection_probe.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <string>

#include <fmt/format.h>

#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// One more connection; whether it was admitted, and how it looked.
Sequence<Reply> come_in(Desk& desk, packet::Version version, std::uint64_t number) {
  const std::string id = fmt::format("{}-{}", desk.name(), number);
  const Line line = desk.open(version, connect_packet(version, id));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kConnack, 0, 4 * kPatience);
  if (!reply.is_good) desk.close(line);
  co_return reply;
}

}  // namespace

Sequence<Finding> find_connections(Desk& desk, ConnectionsTask task) {
  Finding finding{.tried_up_to = static_cast<double>(task.up_to)};
  std::vector<Line> admitted;
  std::uint64_t number = 0;
  std::size_t refused = 0;
  while (admitted.size() < task.up_to && refused < task.versions.size()) {
    const packet::Version version =
        task.versions[(admitted.size() + refused) % task.versions.size()];
    const Reply reply = co_await come_in(desk, version, ++number);
    if (reply.is_good) {
      admitted.push_back(reply.line);
      refused = 0;
    } else {
      ++finding.saw[reply.sight];
      ++refused;
    }
  }
  const auto lost = std::ranges::count_if(admitted, [&](Line line) { return !desk.is_open(line); });
  if (lost > 0) {
    finding.remark = fmt::format("{} admitted connections were ended", lost);
  } else if (refused == 0) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.found = static_cast<double>(admitted.size());
    finding.verdict = admitted.size() == task.configured ? Verdict::kHolds : Verdict::kDiffers;
    const TimePoint freed_at = desk.now();
    if (!admitted.empty()) desk.close(admitted.back());
    for (int i = 0; i < 20 && !finding.recovered_after; ++i) {
      const Reply reply = co_await come_in(desk, task.versions.front(), ++number);
      if (reply.is_good) {
        finding.recovered_after = desk.now() - freed_at;
        admitted.push_back(reply.line);
      } else {
        co_await rest(desk, 50ms);
      }
    }
  }
  for (const Line line : admitted)
    desk.close(line);
  co_return finding;
}

Sequence<Finding> find_keep_alive(Desk& desk, KeepAliveTask task) {
  Finding finding{.tried_up_to = static_cast<double>(task.asked)};
  const Line line =
      desk.open(task.version, connect_packet(task.version, desk.name() + "-quiet", task.asked));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kConnack, 0, 2 * kPatience);
  if (!reply.is_good) {
    finding.remark = "could not connect: " + to_text(reply.sight);
    co_return finding;
  }
  const double configured = task.configured;
  const bool is_told = task.version == packet::Version::kMqtt5;
  bool is_same = true;
  if (is_told) {
    const std::uint16_t in_force = reply.keep_alive != 0 ? reply.keep_alive : task.asked;
    finding.found = in_force;
    is_same = in_force == task.configured;
    if (reply.keep_alive != 0) ++finding.saw[{Sight::Kind::kServerKeepAlive, reply.keep_alive}];
  }
  if (task.waits && is_same) {
    constexpr double kTolerance = 0.1;
    const TimePoint quiet_since = desk.now();
    const Duration longest = span_of(task.factor * configured * (1 + 2 * kTolerance) + 1);
    const std::optional<Reply> end = co_await next_reply(desk, quiet_since + longest);
    is_same = false;
    finding.found.reset();
    if (end && end->kind == Reply::Kind::kEnd) {
      ++finding.saw[end->sight];
      const double borne = seconds(desk.now() - quiet_since);
      // The endpoint looks at whole seconds at times.
      is_same = std::abs(borne - task.factor * configured) <=
                std::max(kTolerance * task.factor * configured, 0.5);
      finding.found = is_same ? configured : borne / task.factor;
    }
  }
  desk.close(line);
  if (!finding.found) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.verdict = is_same ? Verdict::kHolds : Verdict::kDiffers;
  }
  co_return finding;
}

}  // namespace shadowsim::probe
