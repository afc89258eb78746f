#pragma once

#include <string>
#include <vector>

#include "sim/measure/run_result.h"

namespace shadowsim::report {

// One thing that a verdict depends on.
struct VerdictCase {
  std::string name;  // the same in every run: a threshold's expression, or what must always hold
  bool passed = false;
  std::string observed;  // what was seen, or why nothing was; may be empty where it passed
};

// All that a result's verdict depends on: that the run is complete, that its books balance, and its
// thresholds in their order. The result has passed exactly if all of them have.
std::vector<VerdictCase> verdict_cases(const measure::RunResult& result);

// What was observed for a threshold, in its unit: "25.7 ms"; or why nothing was.
std::string observed_text(const measure::JudgedThreshold& threshold);

// "3,000 changes scheduled, 2,999 outcomes"
std::string books_text(const measure::ChangeTally& changes);

}  // namespace shadowsim::report
