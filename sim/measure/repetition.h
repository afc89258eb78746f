#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/measure/run_result.h"

namespace shadowsim::measure {

// One number of a result, of every run of a scenario that was played several times.
struct RepeatedFigure {
  std::string metric;          // its name, as in metric.h
  std::vector<double> values;  // of the complete runs in which there was anything to tell, in order

  // Of the values; not a number where there are none. The median of an even number of values is the
  // mean of the middle two.
  double median() const;
  double lowest() const;
  double highest() const;

  // How far lowest and highest are apart, as a share of the median; not a number where that is zero.
  double spread() const;

  friend bool operator==(const RepeatedFigure&, const RepeatedFigure&) = default;
};

struct RepeatedThreshold {
  std::string expression;
  std::uint32_t held = 0;  // in so many runs

  friend bool operator==(const RepeatedThreshold&, const RepeatedThreshold&) = default;
};

struct RepeatedRun {
  std::string directory;  // of its result, below that of the repetition
  bool complete = false;
  bool passed = false;

  friend bool operator==(const RepeatedRun&, const RepeatedRun&) = default;
};

// What several runs of one scenario say together: what its figures are, and how much of a difference
// between two runs means nothing.
struct Repetition {
  std::string scenario;       // its name
  std::uint64_t seed = 0;     // of every run, so that all have the same plan
  std::uint32_t planned = 0;  // runs
  std::vector<RepeatedRun> runs;
  std::vector<RepeatedFigure> figures;  // the main ones, in a fixed order
  std::vector<RepeatedThreshold> thresholds;

  // Adds the next run. One that is not complete adds nothing to the figures.
  void add(std::string directory, const RunResult& result);

  // All that were planned were played, and every threshold held in every one.
  bool passed() const;

  friend bool operator==(const Repetition&, const Repetition&) = default;
};

}  // namespace shadowsim::measure
