#include "sim/probe/rate_probe.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// What has been sent, and what came of it.
class Requests {
 public:
  explicit Requests(RateLoad& load) : load_{load} {}

  std::uint32_t send(Desk& desk) {
    all_.push_back({desk.now(), State::kOpen, {}});
    const auto number = static_cast<std::uint32_t>(all_.size());
    load_.send(desk, number);
    return number;
  }

  // Notes an answer; false where it is none.
  bool take(Desk& desk, const Reply& reply) {
    const auto number = load_.take(desk, reply);
    if (!number || *number == 0 || *number > all_.size()) return false;
    Request& request = all_[*number - 1];
    if (request.state != State::kOpen) return true;
    request.state = reply.is_good ? State::kAccepted : State::kRefused;
    request.sight = reply.sight;
    return true;
  }

  bool is_accepted(std::uint32_t number) const {
    return all_[number - 1].state == State::kAccepted;
  }
  TimePoint sent_at(std::uint32_t number) const { return all_[number - 1].sent_at; }

  // Of those that were sent from one moment to before another.
  std::uint64_t accepted(TimePoint from, TimePoint to) const {
    return static_cast<std::uint64_t>(std::ranges::count_if(all_, [&](const Request& one) {
      return one.sent_at >= from && one.sent_at < to && one.state == State::kAccepted;
    }));
  }
  std::map<Sight, std::uint64_t> refusals(TimePoint from, TimePoint to) const {
    std::map<Sight, std::uint64_t> sights;
    for (const Request& one : all_) {
      if (one.sent_at >= from && one.sent_at < to && one.state != State::kAccepted)
        ++sights[one.sight];  // of an open one: silence
    }
    return sights;
  }

 private:
  enum class State : std::uint8_t { kOpen, kAccepted, kRefused };
  struct Request {
    TimePoint sent_at;
    State state;
    Sight sight;
  };

  RateLoad& load_;
  std::vector<Request> all_;
};

// Offers the load until `end`; none, or how a connection that it needs has ended before.
Sequence<std::optional<Reply>> offer(Desk& desk, Requests& requests, double per_second,
                                     TimePoint end) {
  // Moments are whole nanoseconds: what is due within some of them is due.
  constexpr double kNearly = 1e-3;
  const TimePoint start = desk.now();
  std::uint64_t sent = 0;
  while (desk.now() < end) {
    const double passed = seconds(desk.now() - start);
    const auto due = static_cast<std::uint64_t>(std::floor(passed * per_second + kNearly)) + 1;
    for (; sent < due; ++sent)
      requests.send(desk);
    const TimePoint next_due = start + span_of(static_cast<double>(sent) / per_second);
    const std::optional<Reply> reply = co_await next_reply(desk, std::min(next_due, end));
    if (!reply) continue;
    if (!requests.take(desk, *reply) && reply->kind == Reply::Kind::kEnd) co_return reply;
  }
  co_return std::nullopt;
}

// Sends one now and then until one is accepted, and waits for the answers that are still to come; how long
// after `since` the accepted one was sent.
Sequence<std::optional<Duration>> recover(Desk& desk, Requests& requests, double configured,
                                          TimePoint since) {
  constexpr Duration kLongest = 15s;
  const Duration gap = std::clamp<Duration>(span_of(0.5 / configured), 20ms, 500ms);
  std::vector<std::uint32_t> sent;
  TimePoint next_due = desk.now() + gap;
  std::optional<Duration> recovered;
  while (desk.now() < since + (recovered ? kPatience : kLongest)) {
    if (!recovered && desk.now() >= next_due) {
      sent.push_back(requests.send(desk));
      next_due = desk.now() + gap;
    }
    const TimePoint deadline = recovered ? since + kPatience : next_due;
    const std::optional<Reply> reply = co_await next_reply(desk, deadline);
    if (reply) requests.take(desk, *reply);
    for (const std::uint32_t number : sent) {
      if (!recovered && requests.is_accepted(number)) recovered = requests.sent_at(number) - since;
    }
  }
  co_return recovered;
}

}  // namespace

Sequence<Finding> find_rate(Desk& desk, RateTask task) {
  Finding finding{.tried_up_to = task.offered};
  const bool is_prepared = co_await task.load->prepare(desk);
  if (!is_prepared) {
    finding.remark = "could not connect and subscribe";
    co_return finding;
  }
  Requests requests{*task.load};
  const double to_empty = task.burst / (task.offered - task.configured);
  const TimePoint begin = desk.now() + span_of(to_empty) + 1s;
  const TimePoint planned_end = begin + task.window;
  const auto broken = co_await offer(desk, requests, task.offered, planned_end);
  const TimePoint end = std::min(desk.now(), planned_end);
  if (broken) {
    ++finding.saw[broken->sight];
    co_await task.load->prepare(desk);
  }
  finding.recovered_after = co_await recover(desk, requests, task.configured, end);
  if (broken && end < begin + 1s) {
    finding.remark = "the connection ended before there was anything to count";
    co_return finding;
  }
  const std::uint64_t accepted = requests.accepted(begin, end);
  for (const auto& [sight, times] : requests.refusals(begin, end))
    finding.saw[sight] += times;
  if (finding.saw.empty()) {
    finding.verdict = Verdict::kAbsent;
    finding.recovered_after.reset();
    co_return finding;
  }
  finding.found = static_cast<double>(accepted) / seconds(end - begin);
  finding.verdict =
      is_same_rate(accepted, end - begin, task.configured) ? Verdict::kHolds : Verdict::kDiffers;
  co_return finding;
}

}  // namespace shadowsim::probe
