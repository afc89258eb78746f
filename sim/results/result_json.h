#pragma once

#include <string>

#include "sim/measure/run_result.h"

namespace shadowsim::results {

// summary.json, schema "shadowsim.summary/1": what a run was and what came out of it, with all keys
// always present and in the contract's order. Latencies are microseconds with at most three
// decimals; what nothing was measured for is null.
std::string to_summary_json(const measure::RunResult& result);

// histograms.json, schema "shadowsim.histograms/1": every histogram with its exact count, minimum,
// maximum and sum in nanoseconds and its non-empty bins as [index, count], under the same axis in
// every file, so that histograms of several runs can be added.
std::string to_histograms_json(const measure::RunResult& result);

}  // namespace shadowsim::results
