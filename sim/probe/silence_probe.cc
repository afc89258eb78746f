#include "sim/probe/silence_probe.h"

#include <chrono>
#include <cmath>
#include <optional>

#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

// How long that line lives from now on; none where it is longer than one and a fifth of what is expected.
struct Silence {
  std::optional<Duration> borne;
  Sight end;
};

Sequence<Silence> be_silent(Desk& desk, Line line, Duration expected) {
  const TimePoint since = desk.now();
  const TimePoint deadline = since + expected + expected / 5 + std::chrono::seconds{1};
  for (;;) {
    const std::optional<Reply> reply = co_await next_reply(desk, deadline);
    if (!reply) co_return Silence{};
    if (reply->line == line && reply->kind == Reply::Kind::kEnd)
      co_return Silence{desk.now() - since, reply->sight};
  }
}

// As few digits as tell it from others.
double rounded(double number) {
  constexpr double kDigits = 100;
  return std::round(number * kDigits) / kDigits;
}

}  // namespace

Sequence<Finding> find_keep_alive(Desk& desk, KeepAliveTask task) {
  using Sought = KeepAliveTask::Sought;
  Finding finding{.tried_up_to = static_cast<double>(task.asked)};
  const Greeting greeting{.client_id = desk.name() + "-quiet", .keep_alive = task.asked};
  const Line line = desk.open(task.version, connect_packet(task.version, greeting));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kConnack, 0, 2 * kPatience);
  if (!reply.is_good) {
    finding.remark = "could not connect: " + to_text(reply.sight);
    co_return finding;
  }
  const bool is_told = task.version == packet::Version::kMqtt5;
  const std::uint16_t in_force = reply.keep_alive != 0 ? reply.keep_alive : task.asked;
  bool is_same = !is_told || in_force == task.configured;
  if (is_told) finding.found = in_force;
  if (reply.keep_alive != 0) ++finding.saw[{Sight::Kind::kTold, reply.keep_alive}];
  if (task.sought != Sought::kTold && is_same) {
    const Duration expected = span_of(task.factor * task.configured);
    const Silence silence = co_await be_silent(desk, line, expected);
    finding.found.reset();
    if (silence.borne) {
      ++finding.saw[silence.end];
      is_same = is_same_time(*silence.borne, expected);
      const double borne = seconds(*silence.borne);
      if (task.sought == Sought::kFactor) {
        finding.found = is_same ? task.factor : rounded(borne / task.configured);
      } else {
        finding.found = is_same ? task.configured : rounded(borne / task.factor);
      }
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

Sequence<Finding> find_first_packet_timeout(Desk& desk, Duration configured) {
  Finding finding{.tried_up_to = seconds(configured + configured / 5)};
  const Line line = desk.open(packet::Version::kMqtt5, "", false);
  const Silence silence = co_await be_silent(desk, line, configured);
  desk.close(line);
  if (!silence.borne) {
    finding.verdict = Verdict::kAbsent;
    co_return finding;
  }
  ++finding.saw[silence.end];
  const bool is_same = is_same_time(*silence.borne, configured);
  finding.found = is_same ? seconds(configured) : rounded(seconds(*silence.borne));
  finding.verdict = is_same ? Verdict::kHolds : Verdict::kDiffers;
  co_return finding;
}

}  // namespace shadowsim::probe
