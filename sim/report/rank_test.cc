#include "sim/report/rank_test.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace shadowsim::report {
namespace {

// In how many ways each number of pairs in which b's value is the higher can come about, as shares of
// all orders of so many values.
std::vector<double> distribution(std::size_t of_a, std::size_t of_b) {
  // ways[j][u]: with as many of b as j; built up by one of a at a time.
  std::vector<std::vector<double>> ways(of_b + 1, std::vector<double>(of_a * of_b + 1, 0));
  for (auto& with : ways)
    with[0] = 1;
  for (std::size_t i = 1; i <= of_a; ++i) {
    for (std::size_t j = 1; j <= of_b; ++j) {
      // The highest value is either one of b, above all i of a, or one of a.
      for (std::size_t u = of_a * of_b + 1; u-- > 0;)
        ways[j][u] = ways[j][u] + (u >= i ? ways[j - 1][u - i] : 0);
    }
  }
  double all = 0;
  for (const double count : ways[of_b])
    all += count;
  for (double& count : ways[of_b])
    count /= all;
  return ways[of_b];
}

}  // namespace

double chance_of_ranking_higher(std::span<const double> a, std::span<const double> b) {
  if (a.empty() || b.empty()) return 1;
  double higher = 0;
  for (const double of_a : a) {
    for (const double of_b : b)
      higher += of_b > of_a ? 1 : of_b == of_a ? 0.5 : 0;
  }
  const std::vector<double> shares = distribution(a.size(), b.size());
  double chance = 0;
  for (auto u = static_cast<std::size_t>(std::floor(higher)); u < shares.size(); ++u)
    chance += shares[u];
  return chance;
}

}  // namespace shadowsim::report
