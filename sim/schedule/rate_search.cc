#include "sim/schedule/rate_search.h"

#include <algorithm>
#include <cmath>

#include "sim/base/check.h"

namespace shadowsim::schedule {

RateSearch::RateSearch(const scenario::RateBounds& bounds) : bounds_{bounds}, next_{bounds.from} {}

void RateSearch::tell(bool held) {
  SHADOWSIM_CHECK(next_.has_value(), "the search is over");
  (held ? held_ : failed_) = next_;
  next_.reset();
  if (!held_) return;  // not even the lowest
  const double low = held_->per_second;
  if (failed_) {
    const double high = failed_->per_second;
    if (high > low * (1 + bounds_.within)) next_ = Rate{std::sqrt(low * high)};
  } else if (low < bounds_.to.per_second) {
    next_ = Rate{std::min(2 * low, bounds_.to.per_second)};
  }
}

}  // namespace shadowsim::schedule
