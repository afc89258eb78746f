#pragma once

#include <string>
#include <string_view>

#include "sim/measure/run_result.h"
#include "sim/report/comparison.h"

namespace shadowsim::report {

// One side of a comparison: where it is, and what it is.
struct ComparedRun {
  std::string_view directory;
  const measure::RunResult& result;
};

// A comparison for a person at a terminal of 80 columns: first whether there is a regression beyond
// the tolerance, then what differs in the settings, then both results side by side. Plain ASCII.
std::string to_comparison_text(const Comparison& comparison, const ComparedRun& a,
                               const ComparedRun& b, double tolerance);

}  // namespace shadowsim::report
