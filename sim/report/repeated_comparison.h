#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.h"
#include "sim/measure/repetition.h"

namespace shadowsim::report {

// One metric in two repetitions.
struct ComparedFigure {
  std::string metric;
  double a = 0;  // median of the runs; not a number where there is none
  double b = 0;
  std::optional<double> change;  // of b over a; none where a is 0 or one is missing
  std::optional<double>
      chance;  // see chance_of_ranking_higher(); judged ones with enough runs only
  bool judged = false;
  bool regressed = false;
};

// Two repetitions of one scenario side by side.
struct RepeatedComparison {
  std::vector<ComparedFigure> figures;

  bool has_regressed() const;
};

// Compares `b` with `a`, run against run: the noise is what the runs of each differ by, so it knows of
// everything that differs from run to run. It has regressed where the median of convergence's p50 or
// p99, of the changes rejected or of those unconverged is more than `tolerance` above a's, and b's runs
// rank so high above a's as chance alone would make them once in 20 times at most. Fewer than three
// runs each cannot tell; then the tolerance alone decides.
// Requires: tolerance >= 0.
// Errors: kUsage where nothing can be compared: another scenario, or no complete run in one of them.
Result<RepeatedComparison> compare(const measure::Repetition& a, const measure::Repetition& b,
                                   double tolerance);

// As a table; `a` and `b` are the directories.
std::string to_repeated_comparison_text(const RepeatedComparison& comparison, std::string_view a,
                                        std::string_view b, double tolerance);

}  // namespace shadowsim::report
