#include "sim/measure/memory_growth.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace shadowsim::measure {
namespace {

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

double MemoryGrowth::share() const {
  if (begin_kib <= 0) return std::numeric_limits<double>::quiet_NaN();
  return (end_kib - begin_kib) / begin_kib;
}

double MemoryGrowth::kib_per_hour() const {
  return (end_kib - begin_kib) / std::chrono::duration<double, std::ratio<3600>>(over).count();
}

void add(std::optional<MemoryGrowth>& to, const std::optional<MemoryGrowth>& more) {
  if (!to || !more) return to.reset();
  to->over = std::max(to->over, more->over);
  to->begin_kib += more->begin_kib;
  to->end_kib += more->end_kib;
}

// Welford's way, which loses no digits in a day of samples.
void MemoryWatch::sample(Duration at, Duration length, std::uint64_t resident_kib) {
  if (at < length / 2) return;
  if (samples_++ == 0) first_ = at;
  last_ = at;
  const auto count = static_cast<double>(samples_);
  const double time = seconds(at - first_);
  const auto kib = static_cast<double>(resident_kib);
  const double time_off = time - mean_time_;
  mean_time_ += time_off / count;
  mean_kib_ += (kib - mean_kib_) / count;
  time_squares_ += time_off * (time - mean_time_);
  products_ += time_off * (kib - mean_kib_);
}

std::optional<MemoryGrowth> MemoryWatch::growth() const {
  if (samples_ < kLeastSamples || last_ <= first_) return std::nullopt;
  const double kib_per_second = products_ / time_squares_;
  const double begin = mean_kib_ - kib_per_second * mean_time_;
  return MemoryGrowth{.over = last_ - first_,
                      .begin_kib = begin,
                      .end_kib = begin + kib_per_second * seconds(last_ - first_)};
}

}  // namespace shadowsim::measure
