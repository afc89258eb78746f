#include "sim/report/quantity_text.h"

#include <array>
#include <string_view>

namespace shadowsim::report {
namespace {

struct Unit {
  std::string_view name;
  double nanoseconds;
  double from;  // the least number of nanoseconds that is told in this unit
};

// What would round up to the next unit's first value is told in that unit already.
constexpr std::array<Unit, 5> kUnits{{{"min", 6e10, 999.5e9},
                                      {"s", 1e9, 999.5e6},
                                      {"ms", 1e6, 99.95e3},
                                      {"us", 1e3, 999.5},
                                      {"ns", 1, 0}}};

// How many of them make three digits.
int decimals(double value) {
  return value < 0.9995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

}  // namespace

std::string latency_text(Duration latency) {
  const auto nanoseconds = static_cast<double>(latency.count());
  for (const Unit& unit : kUnits) {
    if (nanoseconds < unit.from) continue;
    const double value = nanoseconds / unit.nanoseconds;
    return fmt::format("{:.{}f} {}", value, unit.nanoseconds == 1 ? 0 : decimals(value), unit.name);
  }
  return fmt::format("{} ns", latency.count());
}

std::string count_text(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t digits = 3; digits < text.size(); digits += 4)
    text.insert(text.size() - digits, 1, ',');
  return text;
}

std::string number_text(double number) {
  std::string text = fmt::format("{:.3f}", number);
  while (text.back() == '0')
    text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace shadowsim::report
