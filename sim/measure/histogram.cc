#include "sim/measure/histogram.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>
#include <utility>

#include <boost/histogram/axis/regular.hpp>
#include <boost/histogram/histogram.hpp>
#include <boost/histogram/make_histogram.hpp>

namespace shadowsim::measure {
namespace {

namespace bh = boost::histogram;

using Axis = bh::axis::regular<double, bh::axis::transform::log>;  // of nanoseconds
using Bins = bh::histogram<std::tuple<Axis>, bh::dense_storage<std::uint64_t>>;

Axis make_axis() {
  return {Histogram::kBins, static_cast<double>(Histogram::kLowest.count()),
          static_cast<double>(Histogram::kHighest.count())};
}

// Where a histogram is rebuilt from a file, its sum may be anything: no overflow, but the limit.
Duration saturating_add(Duration a, Duration b) {
  Duration::rep sum = 0;
  if (__builtin_add_overflow(a.count(), b.count(), &sum)) return Duration::max();
  return Duration{sum};
}

Duration round_to_duration(double nanoseconds) {
  return Duration{std::llround(nanoseconds)};
}

}  // namespace

struct Histogram::State {
  Bins bins{make_axis()};
  std::uint64_t count = 0;
  Duration min = Duration::max();
  Duration max = Duration::zero();
  Duration sum{};

  // Bins are counted from zero here and in the storage, but in the library's axis from -1: what is
  // below the range.
  const Axis& axis() const { return bins.axis(); }
  std::uint64_t& at(std::uint32_t index) { return bins.begin()[index]; }
  std::uint64_t at(std::uint32_t index) const { return bins.begin()[index]; }
  std::uint32_t index_of(Duration duration) const {
    return static_cast<std::uint32_t>(axis().index(static_cast<double>(duration.count())) + 1);
  }

  // The bound between bin `index` and the one below it.
  Duration lower_bound(std::uint32_t index) const {
    if (index == 0) return Duration::zero();
    return round_to_duration(axis().value(static_cast<double>(index) - 1));
  }

  // What stands for all durations of a bin: its middle, or the end of the range that it is beyond.
  Duration middle(std::uint32_t index) const {
    if (index == 0) return kLowest;
    if (index > kBins) return kHighest;
    return round_to_duration(axis().value(static_cast<double>(index) - 0.5));
  }
};

Histogram::Histogram() = default;

Histogram::Histogram(const Histogram& other)
    : state_{other.state_ ? std::make_unique<State>(*other.state_) : nullptr} {}

Histogram& Histogram::operator=(const Histogram& other) {
  *this = Histogram{other};
  return *this;
}

Histogram::Histogram(Histogram&&) noexcept = default;
Histogram& Histogram::operator=(Histogram&&) noexcept = default;
Histogram::~Histogram() = default;

Histogram::State& Histogram::state() {
  if (!state_) state_ = std::make_unique<State>();
  return *state_;
}

void Histogram::record(Duration duration) {
  const Duration recorded = std::max(duration, Duration::zero());
  State& to = state();
  to.bins(static_cast<double>(recorded.count()));
  ++to.count;
  to.min = std::min(to.min, recorded);
  to.max = std::max(to.max, recorded);
  to.sum = saturating_add(to.sum, recorded);
}

void Histogram::merge(const Histogram& other) {
  if (other.count() == 0) return;
  State& to = state();
  const State& from = *other.state_;
  // All have one axis. The library's += compares and merges axes first, on a buffer that g++ takes
  // for uninitialised under the sanitizers.
  std::transform(from.bins.begin(), from.bins.end(), to.bins.begin(), to.bins.begin(),
                 std::plus<>{});
  to.count += from.count;
  to.min = std::min(to.min, from.min);
  to.max = std::max(to.max, from.max);
  to.sum = saturating_add(to.sum, from.sum);
}

void Histogram::clear() {
  if (state_) *state_ = State{};
}

std::uint64_t Histogram::count() const {
  return state_ ? state_->count : 0;
}

Duration Histogram::min() const {
  return count() == 0 ? Duration::zero() : state_->min;
}

Duration Histogram::max() const {
  return count() == 0 ? Duration::zero() : state_->max;
}

Duration Histogram::sum() const {
  return count() == 0 ? Duration::zero() : state_->sum;
}

Duration Histogram::mean() const {
  if (count() == 0) return Duration::zero();
  return Duration{state_->sum.count() / static_cast<Duration::rep>(state_->count)};
}

Duration Histogram::percentile(double share) const {
  SHADOWSIM_CHECK(share >= 0 && share <= 1, "share={}", share);
  if (count() == 0) return Duration::zero();
  // 0.07 of 100 are 7.000000000000001 in doubles, and yet the seventh is meant.
  constexpr double kRoundingError = 1e-12;
  const auto rank = static_cast<std::uint64_t>(
      std::ceil(share * static_cast<double>(state_->count) * (1 - kRoundingError)));
  if (rank <= 1) return state_->min;
  if (rank >= state_->count) return state_->max;
  std::uint64_t passed = 0;
  std::uint32_t index = 0;
  for (; index <= kBins; ++index) {
    passed += state_->at(index);
    if (passed >= rank) break;
  }
  return std::clamp(state_->middle(index), state_->min, state_->max);
}

std::vector<Histogram::Bin> Histogram::bins() const {
  std::vector<Bin> result;
  if (count() == 0) return result;
  for (std::uint32_t index = 0; index <= kBins + 1; ++index) {
    const std::uint64_t count_here = state_->at(index);
    if (count_here == 0) continue;
    const Duration upper = index > kBins ? Duration::max() : state_->lower_bound(index + 1);
    result.push_back({index, state_->lower_bound(index), upper, count_here});
  }
  return result;
}

Result<Histogram> Histogram::from_bins(std::span<const Bin> bins, Duration min, Duration max,
                                       Duration sum) {
  Histogram result;
  if (bins.empty()) {
    if (min != Duration::zero() || max != Duration::zero() || sum != Duration::zero())
      return usage_error("a histogram without bins has a minimum, maximum or sum");
    return result;
  }
  State& state = result.state();
  std::uint32_t lowest_possible = 0;
  for (const Bin& bin : bins) {
    if (bin.index < lowest_possible || bin.index > kBins + 1)
      return usage_error(
          fmt::format("bin {} of a histogram is out of order or beyond {}", bin.index, kBins + 1));
    if (bin.count == 0) return usage_error(fmt::format("bin {} is stored but empty", bin.index));
    if (__builtin_add_overflow(state.count, bin.count, &state.count))
      return usage_error(fmt::format("bin {} makes a histogram overflow", bin.index));
    state.at(bin.index) = bin.count;
    lowest_possible = bin.index + 1;
  }
  if (min < Duration::zero() || min > max || state.index_of(min) != bins.front().index ||
      state.index_of(max) != bins.back().index)
    return usage_error(
        fmt::format("a histogram's minimum of {} ns or maximum of {} ns does not "
                    "belong to its bins",
                    min.count(), max.count()));
  const double mean = static_cast<double>(sum.count()) / static_cast<double>(state.count);
  constexpr double kRoundingError = 1e-9;
  if (sum != Duration::max() && (mean < static_cast<double>(min.count()) * (1 - kRoundingError) ||
                                 mean > static_cast<double>(max.count()) * (1 + kRoundingError)))
    return usage_error(
        fmt::format("a histogram's sum of {} ns does not belong to its bins", sum.count()));
  state.min = min;
  state.max = max;
  state.sum = sum;
  return result;
}

}  // namespace shadowsim::measure
