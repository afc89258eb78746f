#include "sim/results/utc_text.h"

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

// Takes parts off the front of a text, and remembers whether one was missing.
class Parts {
 public:
  explicit Parts(std::string_view text) : rest_{text} {}

  // A number of exactly so many digits.
  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char digit = rest_.empty() ? ' ' : rest_.front();
      if (digit < '0' || digit > '9') return fail();
      value = value * 10 + (digit - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  // One of these characters.
  char letter(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return fail(), ' ';
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }

  // ".25" and the like as milliseconds, or nothing.
  std::chrono::milliseconds fraction() {
    if (rest_.empty() || rest_.front() != '.') return {};
    rest_.remove_prefix(1);
    const std::string_view digits = rest_.substr(0, rest_.find_first_not_of("0123456789"));
    if (digits.empty()) fail();
    rest_.remove_prefix(digits.size());
    return std::chrono::milliseconds{Parts{std::string{digits.substr(0, 3)} + "00"}.number(3)};
  }

  bool are_whole() const { return !failed_ && rest_.empty(); }

 private:
  int fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::string to_rfc3339(WallTime when) {
  const Utc utc{when};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.year(), utc.month(),
                     utc.day(), utc.time.hours().count(), utc.time.minutes().count(),
                     utc.time.seconds().count(), utc.time.subseconds().count());
}

std::optional<WallTime> parse_rfc3339(std::string_view text) {
  Parts parts{text};
  const int year = parts.number(4);
  parts.letter("-");
  const int month = parts.number(2);
  parts.letter("-");
  const int day = parts.number(2);
  parts.letter("Tt");
  const int hours = parts.number(2);
  parts.letter(":");
  const int minutes = parts.number(2);
  parts.letter(":");
  const int seconds = parts.number(2);
  const std::chrono::milliseconds fraction = parts.fraction();
  std::chrono::minutes ahead_of_utc{};
  if (const char sign = parts.letter("Zz+-"); sign == '+' || sign == '-') {
    const int offset_hours = parts.number(2);
    parts.letter(":");
    const int offset_minutes = parts.number(2);
    if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
    ahead_of_utc = std::chrono::hours{offset_hours} + std::chrono::minutes{offset_minutes};
    if (sign == '-') ahead_of_utc = -ahead_of_utc;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!parts.are_whole() || !date.ok() || hours > 23 || minutes > 59 || seconds > 59)
    return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds} + fraction - ahead_of_utc;
}

std::string to_basic_utc(WallTime when) {
  const Utc utc{when};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.year(), utc.month(), utc.day(),
                     utc.time.hours().count(), utc.time.minutes().count(),
                     utc.time.seconds().count());
}

}  // namespace shadowsim::results
