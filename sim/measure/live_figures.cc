#include "sim/measure/live_figures.h"

#include <algorithm>
#include <numeric>

#include "sim/measure/merging.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, kBucketBounds> kBounds{
    500us, 1ms, 2ms, 5ms, 10ms, 20ms, 50ms, 100ms, 200ms, 500ms, 1s, 2s, 5s, 10s, 30s, 60s};

LiveFigures figures(const ConnectionTally& connections, const ChangeTally& changes,
                    const MessageTally& messages, const Latencies& latencies) {
  return {.connections = connections,
          .changes = changes,
          .messages = messages,
          .convergence = buckets_of(latencies.convergence),
          .round_trip = buckets_of(latencies.round_trip)};
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
  return figures(measurements.connections, measurements.changes, measurements.messages,
                 measurements.latencies);
}

LiveFigures live_figures(const RunResult& result) {
  return figures(result.connections, result.changes, result.messages, result.latencies);
}

void add(LiveFigures& to, const LiveFigures& more) {
  add(to.connections, more.connections);
  add(to.changes, more.changes);
  add(to.messages, more.messages);
  add(to.convergence, more.convergence);
  add(to.round_trip, more.round_trip);
}

}  // namespace shadowsim::measure
