#include "sim/results/intervals_csv.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace shadowsim::results {
namespace {

constexpr std::string_view kNames =
    "begin_s,length_s,connected,in_flight,"
    "scheduled,converged,superseded,rejected,unconverged,unsent,"
    "published,received,deltas,rejected_messages,lost,"
    "convergence_p50_us,convergence_p99_us,convergence_max_us\n";

// A count of thousandths as a number with three decimals.
std::string thousandths(Duration::rep value) {
  return fmt::format("{}.{:03}", value / 1000, value % 1000);
}

std::string seconds(Duration duration) {
  return thousandths(std::chrono::round<std::chrono::milliseconds>(duration).count());
}

constexpr std::size_t kFields = 18;

// Takes the fields of one row, in their order; zero for each after the first that is wrong.
class Row {
 public:
  explicit Row(std::string_view line) : rest_{line} {}

  std::uint64_t count() {
    const std::string_view text = next();
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) ok_ = false;
    return value;
  }

  // A number with three decimals, as a count of thousandths; nothing is zero.
  Duration::rep thousandths() {
    std::string digits{next()};
    if (digits.empty()) return 0;
    constexpr std::size_t kDecimals = 3;
    const std::size_t point = digits.find('.');
    if (point == std::string::npos || point == 0 || digits.size() - point - 1 != kDecimals) {
      ok_ = false;
      return 0;
    }
    digits.erase(point, 1);
    Duration::rep value = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc{} || end != digits.data() + digits.size() || value < 0) ok_ = false;
    return value;
  }

  Duration seconds() { return std::chrono::milliseconds{thousandths()}; }
  Duration microseconds() { return Duration{thousandths()}; }

  bool is_whole() const { return ok_ && taken_ == kFields && rest_.empty(); }

 private:
  std::string_view next() {
    const std::size_t comma = rest_.find(',');
    const std::string_view field = rest_.substr(0, comma);
    rest_.remove_prefix(std::min(field.size() + 1, rest_.size()));
    ++taken_;
    return field;
  }

  std::string_view rest_;
  std::size_t taken_ = 0;
  bool ok_ = true;
};

std::optional<measure::Interval> parse_row(std::string_view line) {
  if (std::count(line.begin(), line.end(), ',') != kFields - 1) return std::nullopt;
  Row row{line};
  measure::Interval interval;
  interval.begin = row.seconds();
  interval.length = row.seconds();
  interval.connected = row.count();
  interval.in_flight = row.count();
  for (std::uint64_t* const count :
       {&interval.changes.scheduled, &interval.changes.converged, &interval.changes.superseded,
        &interval.changes.rejected, &interval.changes.unconverged, &interval.changes.unsent,
        &interval.published, &interval.received, &interval.deltas, &interval.rejected,
        &interval.lost})
    *count = row.count();
  interval.convergence_p50 = row.microseconds();
  interval.convergence_p99 = row.microseconds();
  interval.convergence_max = row.microseconds();
  if (!row.is_whole()) return std::nullopt;
  return interval;
}

}  // namespace

std::string to_intervals_csv(std::span<const measure::Interval> intervals) {
  std::string csv{kNames};
  for (const measure::Interval& row : intervals) {
    const measure::ChangeTally& changes = row.changes;
    const bool measured = row.convergence_max > Duration::zero();
    const auto latency = [&](Duration duration) {
      return measured ? thousandths(duration.count()) : std::string{};
    };
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},", seconds(row.begin), seconds(row.length),
                   row.connected, row.in_flight);
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},{},{},", changes.scheduled,
                   changes.converged, changes.superseded, changes.rejected, changes.unconverged,
                   changes.unsent);
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},{},", row.published, row.received,
                   row.deltas, row.rejected, row.lost);
    fmt::format_to(std::back_inserter(csv), "{},{},{}\n", latency(row.convergence_p50),
                   latency(row.convergence_p99), latency(row.convergence_max));
  }
  return csv;
}

Result<std::vector<measure::Interval>> parse_intervals_csv(std::string_view csv) {
  if (!csv.starts_with(kNames))
    return usage_error("intervals.csv: line 1: not the names that this version writes");
  csv.remove_prefix(kNames.size());
  std::vector<measure::Interval> rows;
  while (!csv.empty()) {
    const std::size_t end = csv.find('\n');
    const auto row = end == csv.npos ? std::nullopt : parse_row(csv.substr(0, end));
    if (!row)
      return usage_error(
          fmt::format("intervals.csv: line {}: not a row of {} numbers", rows.size() + 2, kFields));
    rows.push_back(*row);
    csv.remove_prefix(end + 1);
  }
  return rows;
}

}  // namespace shadowsim::results
