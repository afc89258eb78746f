#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "sim/measure/run_result.h"

namespace shadowsim::measure {

// The result of one shard, and what to call it in messages: its directory, or "worker 3".
struct Part {
  std::string name;
  RunResult result;
};

// What several parts are together.
struct Merged {
  RunResult result;  // thresholds are those of the parts, not judged yet: results::judge_again()
  std::vector<std::uint32_t> missing;  // the indices of the shards that no part is of, ascending
};

// Makes one result of the results of several shards, as one process would have had it:
// - counts are added; so are connections.peak, CPU time, peak memory and what memory grew by, the
//   latter three therefore being what all processes took together (memory at most: peaks need not
//   coincide);
// - histograms are added bin by bin, which loses nothing, so a percentile is within a bin of what
//   one process would have shown;
// - intervals are added second by second. The percentiles of a second cannot be added: the highest
//   of the parts' stands for all, which is never too low; the maximum is exact.
// - the timeline is that of the part that came furthest, the machines are all there were;
// - of the slowest and the unconverged changes as many are kept as of one process;
// - started_at is the earliest, elapsed reaches to the latest end, workers are added;
// - complete only where every part is and none is missing.
// `whole` is the shard that they are parts of, the whole fleet unless they are a shard's workers.
// Requires: parts is not empty.
// Errors: kUsage where the parts do not belong together: another scenario (name, seed, lights,
//         length, thresholds), client, endpoint, MQTT version or count of shards; one shard twice;
//         an embedded endpoint, which each part had for itself. Names the parts and the difference.
Result<Merged> merge(std::span<const Part> parts, RunResult::Shard whole = {});

// The rows of several runs that went on at the same time, as one's. See merge().
std::vector<Interval> merge_intervals(std::span<const std::vector<Interval>> parts);

// Adds the counts of one part to those of another. See merge().
void add(ConnectionTally& to, const ConnectionTally& more);
void add(ChangeTally& to, const ChangeTally& more);
void add(MessageTally& to, const MessageTally& more);

// Adds one row to another of the same second. See merge().
void add(Interval& to, const Interval& row);

}  // namespace shadowsim::measure
