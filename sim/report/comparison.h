#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/measure/run_result.h"
#include "sim/report/bootstrap.h"

namespace shadowsim::report {

// One percentile of a latency in two runs.
struct ComparedLatency {
  std::string name;  // "convergence p99"
  Duration a{};
  Duration b{};
  std::optional<double> change = std::nullopt;  // of b over a; none where one has not been measured
  std::optional<Range> noise = std::nullopt;    // see difference_range(); judged ones only
  bool judged = false;
  bool regressed = false;
};

// The changes that were rejected, unconverged or unsent.
struct ComparedLosses {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  double share_a = 0;  // of those scheduled
  double share_b = 0;
  bool regressed = false;
};

// Two runs of one scenario side by side.
struct Comparison {
  std::vector<std::string> settings;  // that differ: "client: paho, mosquitto"
  std::vector<ComparedLatency> latencies;
  ComparedLosses losses;
  std::optional<double> cpu_a;  // microseconds a change
  std::optional<double> cpu_b;

  bool has_regressed() const;
};

// Compares `b` with `a`. It has regressed where
//  - the median or the p99 of convergence is more than `tolerance` (0.1: a tenth) above a's, and
//    the range of the noise is above zero as a whole, where the runs are long enough to have one;
//  - or the share of changes that were lost (rejected, unconverged, unsent) is more than `tolerance`
//    above a's, and more than chance would make it in 39 of 40 cases, if changes were lost one by one
//    (two-proportion z-test).
// Other percentiles are shown and not judged: the files have no figures of them by the second.
// The same two runs always give the same comparison. Requires: tolerance >= 0.
// Errors: kUsage where nothing can be compared: another scenario, or no change has converged in `a`,
//         or none was scheduled in `b`.
Result<Comparison> compare(const measure::RunResult& a, const measure::RunResult& b,
                           double tolerance);

}  // namespace shadowsim::report
