#include "sim/measure/packed_intervals.h"

#include "sim/base/check.h"

namespace shadowsim::measure {
namespace {

// Seven bits a byte, the lowest first; the eighth says that there are more.
constexpr std::uint64_t kBits = 7;
constexpr std::uint64_t kMore = 1U << kBits;

// Every number but the begin, always in the same order.
template <class Row, class Visit>
void each_number(Row& row, Visit visit) {
  visit(row.length), visit(row.connected), visit(row.in_flight);
  auto& changes = row.changes;
  visit(changes.scheduled), visit(changes.converged), visit(changes.superseded);
  visit(changes.rejected), visit(changes.unconverged), visit(changes.unsent);
  visit(row.published), visit(row.received), visit(row.deltas), visit(row.rejected);
  visit(row.lost);
  visit(row.convergence_p50), visit(row.convergence_p99), visit(row.convergence_max);
}

class Packer {
 public:
  explicit Packer(std::deque<std::uint8_t>& bytes) : bytes_{bytes} {}

  void operator()(std::uint64_t number) {
    for (; number >= kMore; number >>= kBits)
      bytes_.push_back(static_cast<std::uint8_t>(number | kMore));
    bytes_.push_back(static_cast<std::uint8_t>(number));
  }

  void operator()(Duration time) {
    SHADOWSIM_CHECK(time >= Duration::zero(), "{} ns", time.count());
    (*this)(static_cast<std::uint64_t>(time.count()));
  }

 private:
  std::deque<std::uint8_t>& bytes_;
};

class Unpacker {
 public:
  using Place = std::deque<std::uint8_t>::const_iterator;

  explicit Unpacker(Place& next) : next_{next} {}

  void operator()(std::uint64_t& number) {
    number = 0;
    for (std::uint64_t shift = 0;; shift += kBits) {
      const std::uint64_t byte = *next_++;
      number |= (byte & (kMore - 1)) << shift;
      if (byte < kMore) return;
    }
  }

  void operator()(Duration& time) {
    std::uint64_t count = 0;
    (*this)(count);
    time = Duration{static_cast<Duration::rep>(count)};
  }

 private:
  Place& next_;
};

}  // namespace

void PackedIntervals::add(const Interval& row) {
  SHADOWSIM_CHECK(row.begin == end_, "begin={} ns, not {} ns", row.begin.count(), end_.count());
  each_number(row, Packer{bytes_});
  end_ = row.begin + row.length;
  ++size_;
}

std::vector<Interval> PackedIntervals::rows() const {
  std::vector<Interval> rows(size_);
  auto next = bytes_.begin();
  Duration begin{};
  for (Interval& row : rows) {
    row.begin = begin;
    each_number(row, Unpacker{next});
    begin += row.length;
  }
  return rows;
}

}  // namespace shadowsim::measure
