#pragma once

#include <string>
#include <vector>

#include "sim/measure/run_result.h"

namespace shadowsim::measure {

// A figure of the instrument's own that is more than this share of the latency that it is part of
// makes that latency doubtful.
inline constexpr double kNotableShare = 0.1;

// A thread that ran for more than this share of the time was what the others waited for.
inline constexpr double kFullThread = 0.9;

// Why a reader should doubt the latencies of this result, a sentence each, the gravest first; empty
// where there is no reason to:
//  - the harness had no CPU left, so it measured itself;
//  - the floor, or the scheduling lag, is more than a tenth of the convergence, each by its median.
//  - the endpoint has counted another number of publishes than the sessions, although no connection was
//    lost, or more deliveries have come than it has passed.
// What was not measured gives no reason.
std::vector<std::string> instrument_warnings(const RunResult& result);

}  // namespace shadowsim::measure
