#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/base/units.h"

namespace shadowsim::measure {

// How long things took: counts in bins of equal width on a logarithmic scale, 1 us to 1 h, 2,400
// bins of 0.92 %, so a percentile is off by at most 0.5 % (the middle of its bin is given).
// Minimum, maximum and mean are exact. What is shorter or longer than the range is counted at its
// ends. Recording takes some 12 ns; two histograms merge by adding bins, which loses nothing.
// An empty histogram is one pointer; the first record allocates its bins (19 KiB).
// Threads: one thread at a time.
class Histogram {
 public:
  // The axis: so many bins of equal width on a logarithmic scale, between these ends.
  static constexpr std::uint32_t kBins = 2400;
  static constexpr Duration kLowest = std::chrono::microseconds{1};
  static constexpr Duration kHighest = std::chrono::hours{1};

  Histogram();
  Histogram(const Histogram&);
  Histogram& operator=(const Histogram&);
  Histogram(Histogram&&) noexcept;
  Histogram& operator=(Histogram&&) noexcept;
  ~Histogram();

  // A negative duration counts as zero.
  void record(Duration duration);

  void merge(const Histogram& other);

  // Forgets all.
  void clear();

  std::uint64_t count() const;

  // Exact; zero where nothing was recorded.
  Duration min() const;
  Duration max() const;
  Duration mean() const;

  // Of all recorded durations; exact up to 292 years, and not more than that.
  Duration sum() const;

  // The duration that the given share of the recorded ones does not exceed, within [min(), max()];
  // zero where nothing was recorded. The lowest and the highest one are exact. Never falls as
  // `share` rises. Requires: 0 <= share <= 1.
  Duration percentile(double share) const;

  // The bins that are not empty, ascending, for storing and merging. `lower` and `upper` are the
  // bin's bounds; bin 0 stands for less than 1 us (so its lower bound is zero), bin kBins + 1
  // for 1 h and more (so its upper bound is Duration::max()).
  struct Bin {
    std::uint32_t index = 0;
    Duration lower{};
    Duration upper{};
    std::uint64_t count = 0;

    friend bool operator==(const Bin&, const Bin&) = default;
  };
  std::vector<Bin> bins() const;

  // The histogram that had these bins, minimum, maximum and sum: what merging stored results
  // needs. Only `index` and `count` of a bin are read. An error (kUsage) where they contradict
  // each other: an index out of range or out of order, an empty bin, a minimum or maximum outside
  // the first or last bin, a sum that no such durations have.
  static Result<Histogram> from_bins(std::span<const Bin> bins, Duration min, Duration max,
                                     Duration sum);

 private:
  struct State;

  State& state();  // allocated if it is not yet

  std::unique_ptr<State> state_;  // none where nothing was ever recorded
};

}  // namespace shadowsim::measure
