#pragma once

#include <optional>

#include "sim/base/units.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::schedule {

// Finds the highest rate at which something still holds, by trying one rate after another: it
// doubles from the lowest until a try fails, then halves the space between, by ratio, until that is
// small enough. It assumes that what holds at a rate holds at all lower ones; where noise makes
// that untrue, the answer is a rate that held and one above it, close by, that did not.
class RateSearch {
 public:
  explicit RateSearch(const scenario::RateBounds& bounds);

  // The rate to try now; none at the end.
  std::optional<Rate> next() const { return next_; }

  // What came of the try at next(). Requires: there is one.
  void tell(bool held);

  // The highest rate that held so far; none if none did.
  std::optional<Rate> found() const { return held_; }

  // The lowest rate that did not hold; none if all did, up to the highest allowed.
  std::optional<Rate> failed() const { return failed_; }

 private:
  scenario::RateBounds bounds_;
  std::optional<Rate> next_;
  std::optional<Rate> held_;
  std::optional<Rate> failed_;
};

}  // namespace shadowsim::schedule
