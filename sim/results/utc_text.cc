#include "sim/results/utc_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace shadowsim::results {
namespace {

struct Utc {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;

  explicit Utc(WallTime when)
      : date{std::chrono::floor<std::chrono::days>(when)},
        time{when - std::chrono::floor<std::chrono::days>(when)} {}

  int year() const { return static_cast<int>(date.year()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
};

}  // namespace

std::string to_rfc3339(WallTime when) {
  const Utc utc{when};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.year(), utc.month(),
                     utc.day(), utc.time.hours().count(), utc.time.minutes().count(),
                     utc.time.seconds().count(), utc.time.subseconds().count());
}

std::optional<WallTime> parse_rfc3339(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != kForm.size()) return std::nullopt;
  std::array<int, 7> numbers{};  // from year to millisecond
  std::size_t which = 0;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == 'd') {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      numbers.at(which) = numbers.at(which) * 10 + (text[i] - '0');
    } else {
      if (text[i] != kForm[i]) return std::nullopt;
      ++which;
    }
  }
  const auto [year, month, day, hours, minutes, seconds, milliseconds] = numbers;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds} + std::chrono::milliseconds{milliseconds};
}

std::string to_basic_utc(WallTime when) {
  const Utc utc{when};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.year(), utc.month(), utc.day(),
                     utc.time.hours().count(), utc.time.minutes().count(),
                     utc.time.seconds().count());
}

}  // namespace shadowsim::results
