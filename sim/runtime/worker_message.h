#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/base/result.h"
#include "sim/runtime/progress.h"
#include "sim/time/clock.h"

// What a worker and its parent tell each other: lines of JSON over a pair of sockets. docs/adr/0012
// says why.
namespace shadowsim::runtime {

// --- the parent's ---------------------------------------------------------------------------------

// The timeline begins then. CLOCK_MONOTONIC is one clock for all processes of a machine.
struct BeginTimeline {
  TimePoint at;

  friend bool operator==(const BeginTimeline&, const BeginTimeline&) = default;
};

// The run is to end early, with what was measured so far.
struct StopWork {
  friend bool operator==(const StopWork&, const StopWork&) = default;
};

using Order = std::variant<BeginTimeline, StopWork>;

// --- the worker's ---------------------------------------------------------------------------------

// Connected; waits for the order to begin.
struct WorkerReady {
  friend bool operator==(const WorkerReady&, const WorkerReady&) = default;
};

// It cannot go on; nothing follows.
struct WorkerFailed {
  Error error;

  friend bool operator==(const WorkerFailed&, const WorkerFailed&) = default;
};

// It is done; nothing follows. The texts of its result's files.
struct WorkerDone {
  std::string summary;
  std::string histograms;
  std::string intervals;
  std::string slowest;
  bool interrupted = false;  // by an order or a signal

  // Why it did not begin its timeline though it reached the endpoint, as RunOutcome::refusal has it. None
  // where it began.
  std::optional<Error> refusal = {};

  friend bool operator==(const WorkerDone&, const WorkerDone&) = default;
};

using Report = std::variant<WorkerReady, Progress, WorkerFailed, WorkerDone>;

// --- as lines -------------------------------------------------------------------------------------

// One line, without its end.
std::string to_line(const Order& order);
std::string to_line(const Report& report);

// Errors: kSystem: not a line of the other side's. (Both are the same program, so this is a mistake
//         of the program's, or somebody else has written into the socket.)
Result<Order> parse_order(std::string_view line);
Result<Report> parse_report(std::string_view line);

}  // namespace shadowsim::runtime
