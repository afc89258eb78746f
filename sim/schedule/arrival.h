#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/random.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::schedule {

// Which moment belongs to how many arrivals: a rate profile held for a length of time, summed up.
// It counts in billionths of an arrival, so that sums are whole numbers and come out the same
// everywhere.
class ArrivalCurve {
 public:
  static constexpr std::int64_t kOneArrival = 1'000'000'000;

  // Requires: length > 0, rates above 0, at least one step.
  ArrivalCurve(const scenario::RateProfile& profile, Duration length);

  // When that many arrivals are expected to have come, since the stream's start; none where that is
  // not before its end. Later calls must not ask for less than earlier ones.
  std::optional<Duration> when(std::int64_t expected);

 private:
  Duration border(std::uint32_t step) const;    // when the step begins
  double rate(std::uint32_t step) const;        // arrivals per second
  std::int64_t area(std::uint32_t step) const;  // arrivals expected within the step

  scenario::RateProfile profile_;
  Duration length_;
  std::uint32_t step_ = 0;            // that of the last answer
  std::int64_t expected_before_ = 0;  // by all steps before it
};

// The moments of one stream's changes, one after another.
// kUniform: the nth one (from 0) when n arrivals are expected, so the first at the start.
// kPoisson: independent of one another with the profile's rate. The gaps between the expected
// numbers are exponential with mean one, and the curve turns them into time; that is the process
// with the rate that holds at each moment, also where it changes.
// Source: the time-rescaling theorem, e.g. D. Daley, D. Vere-Jones, "An Introduction to the Theory
// of Point Processes", 2003, section 7.4.
class ArrivalStream {
 public:
  ArrivalStream(const scenario::RateProfile& profile, scenario::Arrivals arrivals, Duration length,
                Random random);

  // Since the stream's start, never before the last one; none at the end.
  std::optional<Duration> next();

 private:
  ArrivalCurve curve_;
  scenario::Arrivals arrivals_;
  Random random_;
  std::int64_t expected_ = 0;  // kPoisson: up to the last one; kUniform: up to the next one
};

}  // namespace shadowsim::schedule
