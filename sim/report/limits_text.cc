#include "sim/report/limits_text.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace shadowsim::report {
namespace {

using probe::FoundLimit;
using probe::Verdict;

constexpr std::size_t kSawColumns = 15;

// Three digits that count, no more than one behind the point, and none where it is whole.
std::string number_text(double number) {
  const double tenths = std::round(number * 10) / 10;
  constexpr double kManyDigits = 1000;
  if (tenths == std::floor(tenths) || number >= kManyDigits) return fmt::format("{:.0f}", number);
  return fmt::format("{:.1f}", tenths);
}

std::string recovered_text(const FoundLimit& limit) {
  if (!limit.finding.recovered_after) return "-";
  const double seconds = std::chrono::duration<double>{*limit.finding.recovered_after}.count();
  return seconds < 9.995 ? fmt::format("{:.2f}", seconds) : fmt::format("{:.1f}", seconds);
}

// Cuts what fits into the column off the front, up to the last comma that does.
std::string_view take_part(std::string_view& text) {
  const std::size_t comma = text.size() > kSawColumns ? text.rfind(", ", kSawColumns) : text.npos;
  const std::string_view part = text.substr(0, comma);
  text.remove_prefix(comma == text.npos ? text.size() : comma + 2);
  return part;
}

void append_row(std::string& table, const FoundLimit& limit) {
  const std::string all_saw = saw_text(limit.finding);
  std::string_view saw = all_saw;
  const auto& subject = limit.subject;
  fmt::format_to(std::back_inserter(table), "{:<3} {:<21} {:<5} {:>9} {:>9} {:<15} {:>4} {}\n",
                 subject.id, subject.title, subject.version,
                 limit_text(subject.configured, subject.unit), found_text(limit),
                 all_saw.empty() ? "-" : take_part(saw), recovered_text(limit),
                 name_of(limit.finding.verdict));
  while (!saw.empty())
    fmt::format_to(std::back_inserter(table), "{:<51} {}\n", "", take_part(saw));
}

}  // namespace

std::string limit_text(double number, const std::string& unit) {
  constexpr double kKibi = 1024;
  constexpr double kWide = 100'000;
  if (unit == "B/s") {
    if (number >= kWide) return number_text(number / kKibi) + " KiB/s";
    return number_text(number) + " B/s";
  }
  if (unit == "B" || unit == "s") return number_text(number) + " " + unit;
  return number_text(number) + unit;
}

std::string found_text(const FoundLimit& limit) {
  const probe::Finding& finding = limit.finding;
  if (finding.found) return limit_text(*finding.found, limit.subject.unit);
  if (finding.verdict != Verdict::kAbsent) return "-";
  const bool is_downwards = finding.tried_up_to < limit.subject.configured;
  return (is_downwards ? "<" : ">") + limit_text(finding.tried_up_to, limit.subject.unit);
}

std::string to_limits_text(std::span<const FoundLimit> limits) {
  std::string table = fmt::format("{:<3} {:<21} {:<5} {:>9} {:>9} {:<15} {:>4} {}\n", "", "quota",
                                  "MQTT", "config'd", "found", "client saw", "back", "verdict");
  for (const FoundLimit& limit : limits)
    append_row(table, limit);
  std::string remarks;
  for (const FoundLimit& limit : limits) {
    if (limit.finding.remark.empty()) continue;
    fmt::format_to(std::back_inserter(remarks), "{} {}, MQTT {}: {}\n", limit.subject.id,
                   limit.subject.title, limit.subject.version, limit.finding.remark);
  }
  if (!remarks.empty()) table += "\n" + remarks;
  const auto count = [&](Verdict verdict) {
    return std::ranges::count_if(
        limits, [&](const FoundLimit& one) { return one.finding.verdict == verdict; });
  };
  fmt::format_to(std::back_inserter(table), "\n{} of {} limits hold", count(Verdict::kHolds),
                 limits.size());
  for (const Verdict verdict :
       {Verdict::kDiffers, Verdict::kAbsent, Verdict::kHidden, Verdict::kBroken}) {
    if (const auto times = count(verdict); times > 0)
      fmt::format_to(std::back_inserter(table), ", {} {}", times, name_of(verdict));
  }
  return table + "\n";
}

}  // namespace shadowsim::report
