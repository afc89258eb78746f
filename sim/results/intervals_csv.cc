#include "sim/results/intervals_csv.h"

#include <iterator>

namespace shadowsim::results {
namespace {

constexpr std::string_view kNames =
    "begin_s,length_s,connected,in_flight,"
    "scheduled,converged,superseded,rejected,unconverged,unsent,"
    "published,received,deltas,rejected_messages,lost,"
    "convergence_p50_us,convergence_p99_us,convergence_max_us\n";

// A count of thousandths as a number with three decimals.
std::string thousandths(Duration::rep value) {
  return fmt::format("{}.{:03}", value / 1000, value % 1000);
}

std::string seconds(Duration duration) {
  return thousandths(std::chrono::round<std::chrono::milliseconds>(duration).count());
}

}  // namespace

std::string to_intervals_csv(std::span<const measure::Interval> intervals) {
  std::string csv{kNames};
  for (const measure::Interval& row : intervals) {
    const measure::ChangeTally& changes = row.changes;
    const bool measured = row.convergence_max > Duration::zero();
    const auto latency = [&](Duration duration) {
      return measured ? thousandths(duration.count()) : std::string{};
    };
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},", seconds(row.begin), seconds(row.length),
                   row.connected, row.in_flight);
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},{},{},", changes.scheduled,
                   changes.converged, changes.superseded, changes.rejected, changes.unconverged,
                   changes.unsent);
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},{},", row.published, row.received,
                   row.deltas, row.rejected, row.lost);
    fmt::format_to(std::back_inserter(csv), "{},{},{}\n", latency(row.convergence_p50),
                   latency(row.convergence_p99), latency(row.convergence_max));
  }
  return csv;
}

}  // namespace shadowsim::results
