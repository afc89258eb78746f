#include "sim/probe/session_probe.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/packet/packet_writing.h"
#include "sim/probe/kept_client.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// Publishes messages 1 to `count` to that topic, from these lines in turn; when each was sent.
Sequence<std::vector<TimePoint>> publish_all(Desk& desk, std::vector<Line> lines, std::string topic,
                                             std::uint64_t count, double per_second) {
  std::vector<TimePoint> sent_at;
  const TimePoint start = desk.now();
  for (std::uint64_t i = 0; i < count; ++i) {
    const Line line = lines[i % lines.size()];
    const auto packet_id = static_cast<std::uint16_t>(i / lines.size() % 60'000 + 1);
    const Message message{.topic = topic, .payload = fmt::to_string(i + 1), .packet_id = packet_id};
    desk.send(line, publish_packet(desk.version(line), message));
    sent_at.push_back(desk.now());
    const TimePoint next_due = start + span_of(static_cast<double>(i + 1) / per_second);
    co_await rest(desk, next_due - desk.now());
  }
  co_await rest(desk, kPatience);
  co_return sent_at;
}

constexpr const char* kNotReady = "could not connect and subscribe";
constexpr Duration kAtOnce = 1s;  // within which the burst of what was missed has come

}  // namespace

std::uint64_t messages_to_miss(const DrainTask& task) {
  constexpr double kMore = 1.2;
  const double lasting = task.configured * seconds(task.window + kAtOnce);
  return static_cast<std::uint64_t>(std::ceil(task.burst + kMore * lasting));
}

Sequence<Finding> find_session_expiry(Desk& desk, ExpiryTask task) {
  const Duration before = task.configured - task.configured / 10;
  const Duration after = task.configured + std::max<Duration>(task.configured / 10, 500ms);
  Finding finding{.tried_up_to = seconds(after)};
  KeptClient client{desk, task.version, 2 * task.configured};
  const std::optional<bool> is_in = co_await client.come();
  client.go();
  co_await rest(desk, before);
  const std::optional<bool> was_kept = co_await client.come();
  client.go();
  co_await rest(desk, after);
  const std::optional<bool> is_kept = co_await client.come();
  if (!is_in || !was_kept || !is_kept) {
    finding.remark = "could not connect";
  } else if (!*was_kept) {
    finding.found = seconds(before);
    finding.verdict = Verdict::kDiffers;
    finding.remark = "the session had ended before";
    ++finding.saw[{Sight::Kind::kNewSession, 0}];
  } else if (*is_kept) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.found = seconds(task.configured);
    finding.verdict = Verdict::kHolds;
    ++finding.saw[{Sight::Kind::kNewSession, 0}];
  }
  co_await client.forget();
  co_return finding;
}

Sequence<Finding> find_drain(Desk& desk, DrainTask task) {
  const std::uint64_t count = messages_to_miss(task);
  Finding finding{.tried_up_to = static_cast<double>(count)};
  KeptClient client{desk, task.version, 1h};
  const bool is_subscribed = co_await client.subscribed();
  const Line sender = co_await enter(desk, task.version, "sender");
  if (!is_subscribed || sender == 0) {
    finding.remark = kNotReady;
    co_return finding;
  }
  client.go();
  co_await rest(desk, kAtOnce);
  const std::vector<Line> senders(1, sender);
  co_await publish_all(desk, senders, client.topic(), count, task.per_second);
  co_await client.come();
  const TimePoint begin = desk.now() + kAtOnce;
  const TimePoint end = begin + task.window;
  std::uint64_t at_once = 0;
  std::uint64_t within = 0;
  TimePoint last = begin;
  for (;;) {
    const auto number = co_await client.read(end);
    if (!number) break;
    last = std::max(last, desk.now());
    ++(desk.now() < begin ? at_once : within);
  }
  if (at_once + within == 0) {
    finding.remark = "nothing that was missed came";
  } else if (at_once >= count) {
    finding.verdict = Verdict::kAbsent;
  } else {
    const Duration span = at_once + within < count ? task.window : last - begin;
    finding.found = static_cast<double>(within) / seconds(std::max<Duration>(span, 1ms));
    finding.saw[{Sight::Kind::kDelay, 0}] = count - at_once;
    finding.verdict =
        is_same_rate(within, span, task.configured) ? Verdict::kHolds : Verdict::kDiffers;
  }
  co_await client.forget();
  co_return finding;
}

Sequence<Finding> find_storing(Desk& desk, StoringTask task) {
  Finding finding{.tried_up_to = task.offered};
  KeptClient client{desk, task.version, 1h};
  const std::vector<packet::Version> versions(1, task.version);
  const std::vector<Line> senders = co_await enter_all(desk, versions, "sender", task.lines);
  const bool is_subscribed = co_await client.subscribed();
  if (!is_subscribed || senders.size() < task.lines) {
    finding.remark = kNotReady;
    co_return finding;
  }
  client.go();
  co_await rest(desk, 1s);
  const TimePoint start = desk.now();
  const TimePoint begin = start + span_of(task.burst / (task.offered - task.configured)) + 1s;
  const TimePoint end = begin + task.window;
  const auto count = static_cast<std::uint64_t>(task.offered * seconds(end - start)) + 1;
  const std::vector<TimePoint> sent_at =
      co_await publish_all(desk, senders, client.topic(), count, task.offered);
  co_await client.come();
  std::uint64_t stored = 0;
  std::uint64_t within = 0;
  // All that was stored, and one message more in vain.
  const Duration pause = span_of(2 / task.drain) + kPatience;
  for (;;) {
    const auto number = co_await client.read(desk.now() + pause);
    if (!number || *number == 0 || *number > count) break;
    const TimePoint sent = sent_at[*number - 1];
    ++stored;
    if (sent >= begin && sent < end) ++within;
  }
  if (stored == 0) {
    finding.remark = "nothing that was missed came";
  } else if (stored >= count) {
    finding.verdict = Verdict::kAbsent;
  } else {
    finding.found = static_cast<double>(within) / seconds(task.window);
    finding.saw[{Sight::Kind::kSilence, 0}] = count - stored;
    finding.verdict =
        is_same_rate(within, task.window, task.configured) ? Verdict::kHolds : Verdict::kDiffers;
  }
  co_await client.forget();
  co_return finding;
}

}  // namespace shadowsim::probe
