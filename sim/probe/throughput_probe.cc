#include "sim/probe/throughput_probe.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// For what is still under way when the window is over.
constexpr Duration kDrainMost = 15s;

// Messages of one size on one line.
class Flow {
 public:
  Flow(Desk& desk, const ThroughputTask& task, Line line)
      : desk_{desk},
        task_{task},
        line_{line},
        start_{desk.now()},
        begin_{start_ + span_of(task.burst / (task.offered - task.configured)) + 1s},
        per_second_{task.offered / bytes()},
        ahead_most_{
            std::max<std::uint64_t>(2, static_cast<std::uint64_t>(task.configured / bytes()))},
        last_answer_{start_} {
    Message message{.topic = desk.name() + "/flow", .packet_id = 1};
    const std::size_t without = publish_packet(task.version, message).size();
    payload_.assign(task.packet_bytes - std::min(task.packet_bytes, without), 'x');
  }

  TimePoint end() const { return begin_ + task_.window; }
  TimePoint last_answer() const { return last_answer_; }
  std::uint64_t sent() const { return sent_; }
  std::uint64_t lost() const { return sent_ - acknowledged_; }
  double rate() const { return static_cast<double>(in_window_) * bytes() / seconds(task_.window); }
  double bytes() const { return static_cast<double>(task_.packet_bytes); }

  bool is_done() const {
    const TimePoint now = desk_.now();
    return now >= end() && (open() == 0 || now >= end() + kDrainMost);
  }

  // Sends what is due, as far as it may be ahead.
  void send_due() {
    if (desk_.now() >= end()) return;
    constexpr double kNearly = 1e-3;  // moments are whole nanoseconds
    const auto due =
        static_cast<std::uint64_t>(seconds(desk_.now() - start_) * per_second_ + kNearly) + 1;
    while (sent_ < due && open() < ahead_most_) {
      constexpr std::uint64_t kIds = 60'000;
      const auto id = static_cast<std::uint16_t>(sent_++ % kIds + 1);
      desk_.send(line_, publish_packet(task_.version, {.topic = desk_.name() + "/flow",
                                                       .payload = payload_,
                                                       .packet_id = id}));
    }
  }

  // Until when there is nothing to do but to listen.
  TimePoint deadline() const {
    if (desk_.now() >= end()) return end() + kDrainMost;
    if (open() >= ahead_most_) return end();
    return std::min(start_ + span_of(static_cast<double>(sent_) / per_second_), end());
  }

  void take(const Reply& reply, Finding& finding) {
    if (reply.kind != Reply::Kind::kPuback) return;
    if (!reply.is_good) {
      ++refused_;
      ++finding.saw[reply.sight];
      return;
    }
    ++acknowledged_;
    last_answer_ = desk_.now();
    if (last_answer_ >= begin_ && last_answer_ < end()) ++in_window_;
  }

 private:
  std::uint64_t open() const { return sent_ - acknowledged_ - refused_; }

  Desk& desk_;
  const ThroughputTask& task_;
  Line line_;
  TimePoint start_;
  TimePoint begin_;  // of the window
  double per_second_;
  std::uint64_t ahead_most_;
  TimePoint last_answer_;
  std::string payload_;
  std::uint64_t sent_ = 0;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t in_window_ = 0;
};

void judge(Finding& finding, const Flow& flow, const ThroughputTask& task) {
  if (flow.lost() > 0) {
    finding.remark = fmt::format("{} of {} messages were lost", flow.lost(), flow.sent());
    return;
  }
  constexpr double kNearlyAll = 0.95;
  if (flow.rate() >= kNearlyAll * task.offered) {
    finding.verdict = Verdict::kAbsent;
    return;
  }
  ++finding.saw[{Sight::Kind::kDelay, 0}];
  finding.found = flow.rate();
  // One message more or less may fall into the window at either end.
  constexpr double kTolerance = 0.05;
  const double slack =
      std::max(kTolerance * task.configured, 2 * flow.bytes() / seconds(task.window));
  finding.verdict =
      std::abs(flow.rate() - task.configured) <= slack ? Verdict::kHolds : Verdict::kDiffers;
  finding.recovered_after = std::max<Duration>(flow.last_answer() - flow.end(), Duration::zero());
}

}  // namespace

Sequence<Finding> find_throughput(Desk& desk, ThroughputTask task) {
  Finding finding{.tried_up_to = task.offered};
  const Line line = co_await enter(desk, task.version, "line");
  if (line == 0) {
    finding.remark = "could not connect";
    co_return finding;
  }
  Flow flow{desk, task, line};
  while (!flow.is_done()) {
    flow.send_due();
    const std::optional<Reply> reply = co_await next_reply(desk, flow.deadline());
    if (reply && reply->kind == Reply::Kind::kEnd) {
      finding.remark = "the connection was ended: " + to_text(reply->sight);
      co_return finding;
    }
    if (reply) flow.take(*reply, finding);
  }
  desk.close(line);
  judge(finding, flow, task);
  co_return finding;
}

}  // namespace shadowsim::probe
