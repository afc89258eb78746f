#include "sim/probe/size_probe.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "sim/probe/limit_search.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;

// One connection at a time, and what was seen on it.
class Trials {
 public:
  Trials(Desk& desk, const SizeTask& task) : desk_{desk}, task_{task} {}

  // Tries it; none where no connection could be made.
  Sequence<std::optional<Reply>> attempt(std::uint64_t size) {
    if (task_.answered_by == Reply::Kind::kConnack) {
      const Line line = desk_.open(task_.version, task_.packets({desk_, size, ++trials_}));
      const Reply reply = co_await reply_to(desk_, line, Reply::Kind::kConnack, 0, 2 * kPatience);
      desk_.close(line);
      co_return reply;
    }
    const bool is_ready = co_await stand_ready();
    if (!is_ready) co_return std::nullopt;
    desk_.send(line_, task_.packets({desk_, size, ++trials_}));
    const std::uint64_t wanted = task_.answers ? task_.answers(size) : 1;
    const TimePoint deadline = desk_.now() + task_.patience;
    // Where nothing is answered there is one sight: that of nothing.
    Reply worst{.kind = task_.answered_by, .line = line_};
    for (std::uint64_t answered = 0; answered < wanted;) {
      const std::optional<Reply> reply = co_await next_reply(desk_, deadline);
      if (!reply) {
        worst.is_good = false;
        worst.sight = {};
        break;
      }
      if (reply->line != line_) continue;
      if (is_unexpected(*reply)) co_return reply;
      if (reply->kind != task_.answered_by) continue;
      ++answered;
      if (answered == 1 || !reply->is_good) worst = *reply;
      if (!reply->is_good) break;
    }
    if (task_.takes_refusals && worst.sight.kind == Sight::Kind::kPuback) worst.is_good = true;
    co_return worst;
  }

  void end() {
    desk_.close(line_);
    line_ = 0;
  }

 private:
  // An end; or a PUBACK that refuses where the shadow service is asked, which then does not hear of it.
  bool is_unexpected(const Reply& reply) const {
    if (reply.kind == Reply::Kind::kEnd) return true;
    return reply.kind == Reply::Kind::kPuback && !reply.is_good &&
           task_.answered_by != Reply::Kind::kPuback;
  }

  Sequence<bool> stand_ready() {
    if (task_.needs_new_line) end();
    if (desk_.is_open(line_)) co_return true;
    const std::string suffix = fmt::format("t{}", ++lines_);
    line_ = co_await enter(desk_, task_.version, suffix);
    if (line_ == 0) co_return false;
    if (!task_.filters) co_return true;
    const bool is_granted = co_await subscribe(desk_, line_, task_.filters(desk_));
    co_return is_granted;
  }

  Desk& desk_;
  const SizeTask& task_;
  Line line_ = 0;
  int lines_ = 0;
  std::uint32_t trials_ = 0;
};

// From the refusal of what is beyond the limit to the next time that what is not is accepted.
Sequence<std::optional<Duration>> recover(Desk& desk, Trials& trials, std::uint64_t accepted,
                                          std::uint64_t refused, Duration pause) {
  const auto refusal = co_await trials.attempt(refused);
  if (!refusal || refusal->is_good) co_return std::nullopt;
  const TimePoint refused_at = desk.now();
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    const auto reply = co_await trials.attempt(accepted);
    if (reply && reply->is_good) co_return desk.now() - refused_at;
    co_await rest(desk, std::max<Duration>(pause, 200ms));
  }
  co_return std::nullopt;
}

// Sizes as steps away from those that are accepted, which LimitSearch counts.
class Ladder {
 public:
  explicit Ladder(const SizeTask& task)
      : top_{task.is_downwards ? std::optional{task.least} : std::nullopt} {}

  std::uint64_t size_of(std::uint64_t step) const { return top_ ? *top_ - step : step; }
  std::uint64_t step_of(std::uint64_t size) const { return top_ ? *top_ - size : size; }

 private:
  std::optional<std::uint64_t> top_;
};

}  // namespace

Sequence<Finding> find_size(Desk& desk, SizeTask task) {
  Finding finding{.tried_up_to = static_cast<double>(task.up_to)};
  const Ladder ladder{task};
  LimitSearch search{ladder.step_of(task.least), ladder.step_of(task.configured),
                     ladder.step_of(task.up_to)};
  Trials trials{desk, task};
  while (const auto step = search.next()) {
    const auto reply = co_await trials.attempt(ladder.size_of(*step));
    if (!reply) {
      finding.remark = "could not connect and subscribe";
      co_return finding;
    }
    search.tell(reply->is_good);
    if (!reply->is_good) ++finding.saw[reply->sight];
    if (task.rest > Duration::zero()) co_await rest(desk, task.rest);
  }
  if (const auto found = search.found()) {
    const std::uint64_t accepted = ladder.size_of(*found);
    const std::uint64_t refused = ladder.size_of(*found + 1);
    finding.found = static_cast<double>(accepted);
    finding.verdict = accepted == task.configured ? Verdict::kHolds : Verdict::kDiffers;
    finding.recovered_after = co_await recover(desk, trials, accepted, refused, task.rest);
  } else {
    finding.verdict = Verdict::kAbsent;
  }
  trials.end();
  co_return finding;
}

}  // namespace shadowsim::probe
