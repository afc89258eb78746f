#include "sim/scenario/scalar_pattern.h"

#include <fmt/format.h>

namespace shadowsim::scenario {
namespace {

// A number as durations and rates begin with it, and one that is not zero.
constexpr std::string_view kNumber = R"(([0-9]+\.?[0-9]*|\.[0-9]+))";
constexpr std::string_view kAboveZero =
    R"(([0-9]*[1-9][0-9]*(\.[0-9]*)?|[0-9]*\.[0-9]*[1-9][0-9]*))";
constexpr std::string_view kDurationUnits = "(h|m|s|ms|us|ns)";
constexpr std::string_view kRateUnits = "/(s|m|h)";
constexpr std::string_view kIndex = R"(\{index(:0*([1-9]|1[0-9]|20))?\})";
constexpr std::string_view kMetric = "[A-Za-z0-9._]+";
constexpr std::string_view kSpaces = R"([ \t]*)";

}  // namespace

std::string pattern_of(const Type& type) {
  const auto number = type.range.above_min ? kAboveZero : kNumber;
  const auto zero = type.range.above_min ? "" : "0|";
  switch (type.scalar) {
    case Scalar::kName:
      return "^[A-Za-z0-9_-]{1,64}$";
    case Scalar::kShadowName:
      return "^[A-Za-z0-9:_$-]{1,64}$";
    case Scalar::kDuration:
      return fmt::format("^({}{}{})$", zero, number, kDurationUnits);
    case Scalar::kRate:
      return fmt::format("^{}{}$", number, kRateUnits);
    case Scalar::kRateOrFind:
      return fmt::format("^(find|{}{})$", number, kRateUnits);
    case Scalar::kPattern:
      return fmt::format("^([^{{}}]|{})*$", kIndex);
    case Scalar::kPatternOfThing:
      return fmt::format(R"(^([^{{}}]|{}|\{{thing\}})*$)", kIndex);
    case Scalar::kThreshold:
      return fmt::format(
          R"(^{3}{0}{3}(/{3}{0}{3})?(<|<=|>|>=|==){3}[-+]?{1}([eE][-+]?[0-9]+)?{3}(%|{2})?{3}$)",
          kMetric, kNumber, kDurationUnits, kSpaces);
    default:
      return {};
  }
}

std::vector<std::string_view> examples_of(Scalar scalar) {
  switch (scalar) {
    case Scalar::kDuration:
      return {"250ms", "10s"};
    case Scalar::kRate:
    case Scalar::kRateOrFind:
      return {"100/s"};
    case Scalar::kThreshold:
      return {"latency_us.convergence.p99 < 250ms", "changes.unconverged == 0",
              "changes.converged / changes.scheduled >= 99%"};
    default:
      return {};
  }
}

}  // namespace shadowsim::scenario
