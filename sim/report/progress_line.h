#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/base/units.h"

namespace shadowsim::report {

// Where a run stands, once a second.
struct Progress {
  std::string phase;   // "connecting", "churn", ...; may be empty
  Duration elapsed{};  // since the timeline's start, or the phase's where that has not begun
  Duration total{};    // how long that is going to be; zero where unknown
  std::uint64_t connected = 0;
  std::uint64_t target = 0;     // sessions that are meant to be connected
  double changes_per_s = 0;     // sent in the last second
  std::optional<Duration> p50;  // of the convergences of the last second, if any
  std::optional<Duration> p99;
  std::uint64_t in_flight = 0;  // changes open
  std::uint64_t refused = 0;    // connects and messages, since the run began
};

// A number of changes a second: "101", "0.5".
std::string rate_text(double per_second);

// "p50 0.840 ms", or with a dash where there is none.
std::string percentile_text(const char* name, const std::optional<Duration>& value);

// A line for a log, whole, plain ASCII without a new line.
std::string to_log_line(const Progress& progress);

}  // namespace shadowsim::report
