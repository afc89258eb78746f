#include "sim/measure/intervals.h"

namespace shadowsim::measure {
namespace {

ChangeTally difference(const ChangeTally& now, const ChangeTally& before) {
  return {.scheduled = now.scheduled - before.scheduled,
          .converged = now.converged - before.converged,
          .superseded = now.superseded - before.superseded,
          .rejected = now.rejected - before.rejected,
          .unconverged = now.unconverged - before.unconverged,
          .unsent = now.unsent - before.unsent};
}

}  // namespace

const Interval& Intervals::close(Duration end, std::uint64_t in_flight,
                                 Measurements& measurements) {
  SHADOWSIM_CHECK(end >= begin_, "end={} ns, begin={} ns", end.count(), begin_.count());
  const MessageTally& messages = measurements.messages;
  const Histogram& convergence = measurements.interval_convergence;
  last_ = {.begin = begin_,
           .length = end - begin_,
           .connected = measurements.connected,
           .in_flight = in_flight,
           .changes = difference(measurements.changes, changes_),
           .published = messages.published - messages_.published,
           .received = messages.received - messages_.received,
           .deltas = messages.deltas - messages_.deltas,
           .rejected = messages.rejected_total() - messages_.rejected_total(),
           .lost = measurements.connections.lost - lost_,
           .convergence_p50 = convergence.percentile(0.5),
           .convergence_p99 = convergence.percentile(0.99),
           .convergence_max = convergence.max()};
  packed_.add(last_);
  begin_ = end;
  changes_ = measurements.changes;
  messages_ = messages;
  lost_ = measurements.connections.lost;
  measurements.interval_convergence.clear();
  return last_;
}

}  // namespace shadowsim::measure
