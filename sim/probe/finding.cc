#include "sim/probe/finding.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/probe/span.h"

namespace shadowsim::probe {

std::string to_text(Sight sight) {
  switch (sight.kind) {
    case Sight::Kind::kSilence:
      return "silence";
    case Sight::Kind::kClose:
      return "close";
    case Sight::Kind::kConnack:
      return fmt::format("CONNACK 0x{:02X}", sight.code);
    case Sight::Kind::kPuback:
      return fmt::format("PUBACK 0x{:02X}", sight.code);
    case Sight::Kind::kSuback:
      return fmt::format("SUBACK 0x{:02X}", sight.code);
    case Sight::Kind::kUnsuback:
      return fmt::format("UNSUBACK 0x{:02X}", sight.code);
    case Sight::Kind::kDisconnect:
      return fmt::format("DISCONNECT 0x{:02X}", sight.code);
    case Sight::Kind::kRejected:
      return fmt::format("rejected {}", sight.code);
    case Sight::Kind::kDelay:
      return "delay";
    case Sight::Kind::kHold:
      return "hold";
    case Sight::Kind::kNewSession:
      return "new session";
    case Sight::Kind::kTold:
      return fmt::format("told {}", sight.code);
  }
  return {};
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kHolds:
      return "holds";
    case Verdict::kDiffers:
      return "differs";
    case Verdict::kAbsent:
      return "absent";
    case Verdict::kHidden:
      return "hidden";
    case Verdict::kBroken:
      break;
  }
  return "broken";
}

std::string saw_text(const Finding& finding) {
  std::vector<std::pair<Sight, std::uint64_t>> seen(finding.saw.begin(), finding.saw.end());
  std::ranges::stable_sort(seen, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [sight, times] : seen) {
    if (!text.empty()) text += ", ";
    text += to_text(sight);
  }
  return text;
}

bool is_same_time(Duration passed, Duration configured) {
  constexpr double kTolerance = 0.1;
  constexpr double kLeast = 0.5;  // seconds
  return std::abs(seconds(passed - configured)) <=
         std::max(kTolerance * seconds(configured), kLeast);
}

bool is_same_rate(std::uint64_t accepted, Duration window, double configured_per_second) {
  constexpr double kTolerance = 0.05;
  const double expected = configured_per_second * seconds(window);
  return std::abs(static_cast<double>(accepted) - expected) <= std::max(1.0, kTolerance * expected);
}

}  // namespace shadowsim::probe
