#include "sim/report/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace shadowsim::report {
namespace {

constexpr std::size_t kRounds = 2000;
constexpr double kOutside = 0.025;  // on each side

// The weighted mean of as many seconds, drawn in blocks; not a number where they have no weight.
double mean_of_draw(std::span<const Second> seconds, Random& random) {
  const auto block = static_cast<std::size_t>(std::lround(std::cbrt(seconds.size())));
  double sum = 0;
  double weight = 0;
  for (std::size_t drawn = 0; drawn < seconds.size();) {
    const std::size_t first = random.below(seconds.size());
    for (std::size_t i = 0; i < block && drawn < seconds.size(); ++i, ++drawn) {
      const Second& second = seconds[(first + i) % seconds.size()];
      sum += second.value * second.weight;
      weight += second.weight;
    }
  }
  return sum / weight;
}

}  // namespace

std::optional<Range> difference_range(std::span<const Second> a, std::span<const Second> b,
                                      Random random) {
  if (a.size() < kLeastSeconds || b.size() < kLeastSeconds) return std::nullopt;
  std::vector<double> differences;
  for (std::size_t round = 0; round < kRounds; ++round) {
    const double of_a = mean_of_draw(a, random);
    const double of_b = mean_of_draw(b, random);
    const double difference = of_b / of_a - 1;
    if (std::isfinite(difference)) differences.push_back(difference);
  }
  if (differences.size() < kRounds / 2) return std::nullopt;
  std::ranges::sort(differences);
  const auto at = [&](double share) {
    return differences[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(differences.size() - 1)))];
  };
  return Range{at(kOutside), at(1 - kOutside)};
}

}  // namespace shadowsim::report
