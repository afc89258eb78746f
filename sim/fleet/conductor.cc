#include "sim/fleet/conductor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/fleet/stretches.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

// Turns to connect that come faster are taken together.
constexpr Duration kTurnPeriod = 1ms;

// How often a phase that waits for answers looks whether they have come.
constexpr Duration kWatchPeriod = 10ms;

// How long sessions may take to say goodbye.
constexpr Duration kClosingTime = 5s;

constexpr Duration kIntervalLength = 1s;

}  // namespace

std::string_view to_text(Phase phase) {
  switch (phase) {
    case Phase::kIdle:
      return "idle";
    case Phase::kConnecting:
      return "connecting";
    case Phase::kWaiting:
      return "waiting for the start";
    case Phase::kTimeline:
      return "running";
    case Phase::kDraining:
      return "draining";
    case Phase::kChecking:
      return "checking";
    case Phase::kClosing:
      return "closing";
    case Phase::kFinished:
      break;
  }
  return "finished";
}

Conductor::Conductor(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew,
                     Scheduler& scheduler)
    : scenario_{scenario},
      shard_{shard},
      crew_{crew},
      scheduler_{scheduler},
      ramp_{scenario, shard, crew},
      plan_{scenario, shard} {
  crew_.on_connect_ended([this] { connect_next(); });
}

Conductor::~Conductor() {
  crew_.on_connect_ended({});
  cancel_all();
}

void Conductor::begin_timeline_at(TimePoint moment) {
  SHADOWSIM_CHECK(phase_ < Phase::kTimeline, "the timeline has begun");
  begin_at_ = moment;
  if (phase_ == Phase::kWaiting) wait_for_beginning();
}

void Conductor::hold_timeline(std::function<void()> ready) {
  SHADOWSIM_CHECK(phase_ == Phase::kIdle, "the run has been started");
  is_held_ = true;
  ready_ = std::move(ready);
}

void Conductor::on_endpoint_step(EndpointSteps::Tell tell) {
  SHADOWSIM_CHECK(phase_ == Phase::kIdle, "the run has been started");
  endpoint_steps_.emplace(scenario_, scheduler_, std::move(tell));
}

void Conductor::start(std::function<void(const RunEnd&)> finished) {
  SHADOWSIM_CHECK(phase_ == Phase::kIdle, "a run is started once");
  finished_ = std::move(finished);
  phase_ = Phase::kConnecting;
  phase_began_ = scheduler_.now();
  ramp_.begin(phase_began_);
  connect_more();
}

void Conductor::stop() {
  if (phase_ == Phase::kIdle || phase_ >= Phase::kClosing) return;
  begin_closing({});
}

Duration Conductor::elapsed() const {
  return timeline_began_ == TimePoint{} ? Duration::zero() : scheduler_.now() - timeline_began_;
}

// --- connecting -------------------------------------------------------------------------------

void Conductor::connect_more() {
  if (const auto failure = connect_failure()) return begin_closing({false, failure});
  const TimePoint now = scheduler_.now();
  ramp_.start_due(now);
  if (ramp_.all_started()) return watch_connects();
  if (is_time_to_begin()) {
    return begin_closing(
        {false, usage_error(fmt::format(
                    "the moment at which the timeline was to begin came when only {} of {} "
                    "sessions had begun to connect: name a later one, or raise fleet.connect_rate",
                    ramp_.started(), crew_.sessions()))});
  }
  later(std::clamp(ramp_.next_turn() - now, kTurnPeriod, kWatchPeriod), &Conductor::connect_more);
}

// A connect has ended: the next one may begin, if it is its turn. Not here, as this is called from
// within what a session does.
void Conductor::connect_next() {
  if (phase_ != Phase::kConnecting || ramp_.all_started()) return;
  scheduler_.cancel(phase_timer_);
  later(Duration::zero(), &Conductor::connect_more);
}

void Conductor::watch_connects() {
  if (const auto failure = connect_failure()) return begin_closing({false, failure});
  if (crew_.ready() + crew_.given_up() == crew_.sessions() || is_time_to_begin())
    return end_connecting();
  if (ramp_.is_overdue(scheduler_.now())) return end_connecting();
  later(kWatchPeriod, &Conductor::watch_connects);
}

// The endpoint itself is at fault when nobody got in and somebody was turned away.
std::optional<Error> Conductor::connect_failure() const {
  const auto& connections = crew_.measurements().connections;
  if (hears_everybody_ || connections.established > 0 || connections.refused == 0)
    return std::nullopt;
  return unreachable_error(crew_.connect_failure());
}

bool Conductor::is_time_to_begin() const {
  return begin_at_ && *begin_at_ <= scheduler_.now();
}

void Conductor::end_connecting() {
  if (crew_.ready_lights() == 0) {
    const std::string failure = crew_.light_failure();
    return begin_closing(
        {false,
         unreachable_error(failure.empty()
                               ? "connected, but no light could read its shadow: is there a shadow "
                                 "service at this endpoint, and does its policy allow the topics?"
                               : "no light could connect: " + failure)});
  }
  phase_ = Phase::kWaiting;
  if (ready_) std::exchange(ready_, {})();
  if (begin_at_) {
    wait_for_beginning();
  } else if (!is_held_) {
    begin_timeline();
  }
}

// --- the timeline -----------------------------------------------------------------------------

void Conductor::wait_for_beginning() {
  scheduler_.cancel(phase_timer_);
  phase_timer_ =
      scheduler_.at(std::max(*begin_at_, scheduler_.now()), [this] { begin_timeline(); });
}

void Conductor::begin_timeline() {
  phase_ = Phase::kTimeline;
  timeline_began_ = begin_at_.value_or(scheduler_.now());
  watch_settling();
  arm_interval();
  if (endpoint_steps_) endpoint_steps_->begin(timeline_began_);
  if (timeline_begun_) timeline_begun_();
  next_ = plan_.next();
  arm_next_change();
}

void Conductor::watch_settling() {
  std::vector<TimePoint> moments;
  for (const Duration end : ends(scenario_))
    moments.push_back(timeline_began_ + end);
  crew_.measurements().settling.watch(moments);
}

void Conductor::arm_next_change() {
  const TimePoint when =
      timeline_began_ + (next_ ? next_->at : std::max(scenario_.length(), elapsed()));
  phase_timer_ = scheduler_.at(std::max(when, scheduler_.now()), [this] { perform_due(); });
}

void Conductor::perform_due() {
  if (!next_) return begin_draining();
  auto& measurements = crew_.measurements();
  while (next_ && timeline_began_ + next_->at <= scheduler_.now()) {
    const TimePoint planned = timeline_began_ + next_->at;
    measurements.scheduling_lag.record(scheduler_.now() - planned);
    crew_.perform(*next_, planned);
    next_ = plan_.next();
  }
  arm_next_change();
}

void Conductor::arm_interval() {
  const TimePoint end =
      timeline_began_ + kIntervalLength * static_cast<Duration::rep>(intervals_.count() + 1);
  interval_timer_ = scheduler_.at(std::max(end, scheduler_.now()), [this] {
    cut_interval();
    arm_interval();
  });
}

void Conductor::cut_interval() {
  intervals_.close(elapsed(), crew_.ledger().open(), crew_.measurements());
}

// --- after the last change --------------------------------------------------------------------

void Conductor::begin_draining() {
  phase_ = Phase::kDraining;
  phase_began_ = scheduler_.now();
  watch_drain();
}

void Conductor::watch_drain() {
  const bool is_quiet = crew_.ledger().open() == 0 && !crew_.is_at_work();
  if (!is_quiet && scheduler_.now() - phase_began_ < scenario_.drain)
    return later(kWatchPeriod, &Conductor::watch_drain);
  crew_.ledger().close();
  begin_checking();
}

void Conductor::begin_checking() {
  cancel_all();
  cut_interval();
  phase_ = Phase::kChecking;
  check_.emplace(scenario_, shard_, crew_, scheduler_.now());
  check_more();
}

void Conductor::check_more() {
  if (!check_->go_on(scheduler_.now())) return later(kWatchPeriod, &Conductor::check_more);
  crew_.measurements().final_check = check_->result();
  begin_closing({true, std::nullopt});
}

void Conductor::begin_closing(RunEnd end) {
  cancel_all();
  end_ = std::move(end);
  crew_.ledger().close();
  if (phase_ == Phase::kTimeline || phase_ == Phase::kDraining) cut_interval();
  phase_ = Phase::kClosing;
  phase_began_ = scheduler_.now();
  crew_.stop_all();
  watch_closing();
}

void Conductor::watch_closing() {
  if (!crew_.all_stopped() && scheduler_.now() - phase_began_ < kClosingTime)
    return later(kWatchPeriod, &Conductor::watch_closing);
  phase_timer_ = scheduler_.at(scheduler_.now(), [this] { finish(); });
}

void Conductor::finish() {
  phase_ = Phase::kFinished;
  cancel_all();
  finished_(end_);
}

void Conductor::later(Duration delay, void (Conductor::*what)()) {
  phase_timer_ = scheduler_.at(scheduler_.now() + delay, [this, what] { (this->*what)(); });
}

void Conductor::cancel_all() {
  scheduler_.cancel(std::exchange(phase_timer_, {}));
  scheduler_.cancel(std::exchange(interval_timer_, {}));
  if (endpoint_steps_) endpoint_steps_->cancel();
}

}  // namespace shadowsim::fleet
