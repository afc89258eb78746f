#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "sim/base/error.h"
#include "sim/fleet/check_round.h"
#include "sim/fleet/connect_ramp.h"
#include "sim/fleet/crew.h"
#include "sim/fleet/endpoint_steps.h"
#include "sim/measure/intervals.h"
#include "sim/schedule/plan.h"
#include "sim/time/scheduler.h"

namespace shadowsim::fleet {

// Where a run stands.
enum class Phase : std::uint8_t {
  kIdle,        // not begun
  kConnecting,  // sessions connect, lights read their shadows
  kWaiting,     // connected, before the moment at which the timeline is to begin
  kTimeline,    // the scenario's steps
  kDraining,    // no more changes; waiting for those still open, and for lights at work
  kChecking,    // a last get on every light
  kClosing,     // disconnecting
  kFinished,
};

std::string_view to_text(Phase phase);

// How a run has ended.
struct RunEnd {
  bool complete = false;  // the whole timeline was played and checked
  std::optional<Error>
      failure;  // why it could not be begun or gone on with; none when merely stopped
};

// Leads one crew through a run: connects it at its shard's share of the scenario's pace, plays the plan, waits for open
// changes and for what the lights do yet, checks every light, disconnects. It is open loop: the plan never waits for an answer.
// Real time or virtual, it is the same code; all it knows of time is the scheduler.
// Threads:  called on its worker only.
// Owns:     the plan and the intervals. Borrows scenario, crew and scheduler, which must outlive
// it.
class Conductor {
 public:
  Conductor(const scenario::Scenario& scenario, schedule::Shard shard, Crew& crew,
            Scheduler& scheduler);
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;
  ~Conductor();

  // When the timeline begins, so that several conductors begin together. Without either of these it
  // begins as soon as connecting is over.
  //
  // begin_timeline_at: at that moment and not before, with who is ready by then. Where not even all
  // connects were begun by then, the run ends with an error (kUsage): a part of the fleet that
  // comes late would spoil the figures of the rest. Requires: the timeline has not begun.
  void begin_timeline_at(TimePoint moment);

  // hold_timeline: not before begin_timeline_at() is called. `ready` is called once, when
  // connecting is over and a light is ready. Requires: before start().
  void hold_timeline(std::function<void()> ready);

  // Lets every session try before the run is given up where all are refused, for an endpoint whose refusals are
  // what is to be learnt. Without it the first ones are enough. Requires: before start().
  void hear_everybody() { hears_everybody_ = true; }

  // Calls this at each step of the timeline that the endpoint carries out, from the scheduler. Without it
  // they are left to somebody else. Requires: before start().
  void on_endpoint_step(EndpointSteps::Tell tell);

  // Calls this as the timeline begins, from the scheduler. Requires: before start().
  void on_timeline(std::function<void()> begun) { timeline_begun_ = std::move(begun); }

  // Begins. `finished` is called once, at the end, from the scheduler.
  void start(std::function<void(const RunEnd&)> finished);

  // Ends the run early: no more changes, what is open is unconverged, sessions are closed.
  void stop();

  Phase phase() const { return phase_; }

  // Time since the timeline began; zero before.
  Duration elapsed() const;

  // How long the timeline is meant to be.
  Duration length() const { return scenario_.length(); }

  const measure::Intervals& intervals() const { return intervals_; }

 private:
  void connect_more();
  void connect_next();
  void watch_connects();
  std::optional<Error> connect_failure() const;
  bool is_time_to_begin() const;
  void end_connecting();
  void wait_for_beginning();
  void begin_timeline();
  void watch_settling();
  void arm_next_change();
  void perform_due();
  void arm_interval();
  void cut_interval();
  void begin_draining();
  void watch_drain();
  void begin_checking();
  void check_more();
  void begin_closing(RunEnd end);
  void watch_closing();
  void finish();
  void later(Duration delay, void (Conductor::*what)());
  void cancel_all();

  const scenario::Scenario& scenario_;
  schedule::Shard shard_;
  Crew& crew_;
  Scheduler& scheduler_;
  ConnectRamp ramp_;
  schedule::Plan plan_;
  std::optional<schedule::PlannedChange> next_;
  measure::Intervals intervals_;
  std::function<void(const RunEnd&)> finished_;
  bool is_held_ = false;  // the timeline, until told when to begin
  bool hears_everybody_ = false;
  std::function<void()> ready_;
  std::function<void()> timeline_begun_;
  std::optional<TimePoint> begin_at_;  // none: as soon as connecting is over
  RunEnd end_;
  Phase phase_ = Phase::kIdle;
  std::optional<CheckRound> check_;  // from kChecking on
  TimePoint phase_began_;
  TimePoint timeline_began_;
  TimerId phase_timer_;  // the phase's own next step
  TimerId interval_timer_;
  std::optional<EndpointSteps> endpoint_steps_;  // none: not for us to tell
};

}  // namespace shadowsim::fleet
