#include "sim/measure/settling.h"

#include <algorithm>

namespace shadowsim::measure {

void Settling::watch(const std::vector<TimePoint>& moments) {
  moments_.clear();
  for (const TimePoint when : moments)
    moments_.push_back({.when = when, .place = moments_.size()});
  std::ranges::stable_sort(moments_, {}, &Moment::when);
}

void Settling::was_out(TimePoint from, TimePoint until) {
  auto moment = std::ranges::lower_bound(moments_, from, {}, &Moment::when);
  for (; moment != moments_.end() && moment->when < until; ++moment)
    if (moment->after) moment->after = std::max(*moment->after, until - moment->when);
}

void Settling::stays_out(TimePoint from) {
  auto moment = std::ranges::lower_bound(moments_, from, {}, &Moment::when);
  for (; moment != moments_.end(); ++moment)
    moment->after.reset();
}

std::vector<std::optional<Duration>> Settling::settled_after() const {
  std::vector<std::optional<Duration>> all(moments_.size());
  for (const Moment& moment : moments_)
    all[moment.place] = moment.after;
  return all;
}

}  // namespace shadowsim::measure
