#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "sim/measure/measurements.h"
#include "sim/measure/run_result.h"

namespace shadowsim::measure {

// The bounds below which live metrics count durations, ascending; what is longer than the last one is
// counted beyond them.
std::span<const Duration> bucket_bounds();
inline constexpr std::size_t kBucketBounds = 16;

// A histogram in a few buckets, small enough to be told each second.
struct Buckets {
  std::array<std::uint64_t, kBucketBounds + 1> counts{};  // between a bound and the next, not below
  Duration sum{};

  std::uint64_t count() const;

  friend bool operator==(const Buckets&, const Buckets&) = default;
};

// A bin of `histogram` that a bound divides is counted where its middle is, so a count may be off by
// what lies within 0.5 % of the bound. Sum and total are exact.
Buckets buckets_of(const Histogram& histogram);

// What a run has counted until now, as plain values that can be handed to another thread or process.
struct LiveFigures {
  ConnectionTally connections;
  ChangeTally changes;
  MessageTally messages;
  RefusalsSeen refusals_seen;
  Buckets convergence;
  Buckets round_trip;

  // Connects and messages.
  std::uint64_t refused() const { return connections.refused + messages.rejected_total(); }

  friend bool operator==(const LiveFigures&, const LiveFigures&) = default;
};

LiveFigures live_figures(const Measurements& measurements);
LiveFigures live_figures(const RunResult& result);

// Adds those of another worker of the same run.
void add(LiveFigures& to, const LiveFigures& more);

}  // namespace shadowsim::measure
