#pragma once

#include <span>

#include "sim/measure/run_result.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::results {

// Judges a result by the scenario's thresholds: fills in `thresholds` and `passed`. A threshold on
// what was not measured fails, with a remark. A run that is not complete, or whose books do not
// balance (scheduled changes against their outcomes), never passes, whatever its thresholds say.
void judge(measure::RunResult& result, std::span<const scenario::Threshold> thresholds);

// Judges a result anew by the thresholds that it has as expressions: what a merged result needs.
// Errors: kUsage where an expression is none.
Result<void> judge_again(measure::RunResult& result);

}  // namespace shadowsim::results
