#include "sim/base/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace shadowsim {
namespace {

struct Number {
  double value;
  std::string_view unit;
};

std::optional<Number> split_number(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (failure != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
  return Number{value, {rest, static_cast<std::size_t>(end - rest)}};
}

struct DurationUnit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// From large to small, which to_text() relies on.
constexpr std::array<DurationUnit, 6> kDurationUnits{{{"h", 3'600'000'000'000},
                                                      {"m", 60'000'000'000},
                                                      {"s", 1'000'000'000},
                                                      {"ms", 1'000'000},
                                                      {"us", 1'000},
                                                      {"ns", 1}}};

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto failed = [&](std::string_view why) {
    return usage_error(fmt::format("'{}' is not a duration: {}", text, why));
  };
  const auto number = split_number(text);
  if (!number) return failed("write a number and a unit, like 250ms, 1.5s, 10m or 24h");
  if (number->unit.empty() && number->value == 0) return Duration::zero();
  for (const auto& unit : kDurationUnits) {
    if (unit.name != number->unit) continue;
    const double nanoseconds = number->value * static_cast<double>(unit.nanoseconds);
    constexpr double kLongest = 9e18;  // below 2^63, some 285 years
    if (nanoseconds > kLongest) return failed("it is too long");
    return Duration{std::llround(nanoseconds)};
  }
  return failed("its unit must be one of h, m, s, ms, us, ns");
}

Result<Rate> parse_rate(std::string_view text) {
  const auto failed = [&](std::string_view why) {
    return usage_error(fmt::format("'{}' is not a rate: {}", text, why));
  };
  const auto number = split_number(text);
  if (!number) return failed("write a number and a unit, like 100/s or 30/m");
  if (number->unit.empty() && number->value == 0) return Rate{};
  if (number->unit == "/s") return Rate{number->value};
  if (number->unit == "/m") return Rate{number->value / 60};
  if (number->unit == "/h") return Rate{number->value / 3600};
  return failed("its unit must be one of /s, /m, /h");
}

std::string to_text(Duration duration) {
  if (duration == Duration::zero()) return "0s";
  for (const auto& unit : kDurationUnits) {
    if (duration.count() % unit.nanoseconds == 0)
      return fmt::format("{}{}", duration.count() / unit.nanoseconds, unit.name);
  }
  return {};  // not reached: every count is a multiple of one nanosecond
}

std::string to_text(Rate rate) {
  return fmt::format("{}/s", rate.per_second);
}

}  // namespace shadowsim
