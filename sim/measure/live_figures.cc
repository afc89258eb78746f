#include "sim/measure/live_figures.h"

#include <algorithm>
#include <numeric>

#include "sim/measure/merging.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, kBucketBounds> kBounds{
    500us, 1ms, 2ms, 5ms, 10ms, 20ms, 50ms, 100ms, 200ms, 500ms, 1s, 2s, 5s, 10s, 30s, 60s};

// Of measurements and results alike.
template <class Counts>
LiveFigures figures(const Counts& counts) {
  return {.connections = counts.connections,
          .changes = counts.changes,
          .messages = counts.messages,
          .refusals_seen = counts.refusals_seen,
          .convergence = buckets_of(counts.latencies.convergence),
          .round_trip = buckets_of(counts.latencies.round_trip)};
}

void add(Buckets& to, const Buckets& more) {
  for (std::size_t i = 0; i < to.counts.size(); ++i)
    to.counts[i] += more.counts[i];
  to.sum += more.sum;
}

}  // namespace

std::span<const Duration> bucket_bounds() {
  return kBounds;
}

std::uint64_t Buckets::count() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Buckets buckets_of(const Histogram& histogram) {
  Buckets buckets;
  buckets.sum = histogram.sum();
  for (const Histogram::Bin& bin : histogram.bins()) {
    const Duration middle =
        bin.upper == Duration::max() ? bin.lower : bin.lower + (bin.upper - bin.lower) / 2;
    const auto* const bound = std::ranges::lower_bound(kBounds, middle);
    buckets.counts[static_cast<std::size_t>(bound - kBounds.begin())] += bin.count;
  }
  return buckets;
}

LiveFigures live_figures(const Measurements& measurements) {
  return figures(measurements);
}

LiveFigures live_figures(const RunResult& result) {
  return figures(result);
}

void add(LiveFigures& to, const LiveFigures& more) {
  add(to.connections, more.connections);
  add(to.changes, more.changes);
  add(to.messages, more.messages);
  to.refusals_seen.add(more.refusals_seen);
  add(to.convergence, more.convergence);
  add(to.round_trip, more.round_trip);
}

}  // namespace shadowsim::measure
