#include "sim/probe/limit_search.h"

#include <gtest/gtest.h>

namespace shadowsim::probe {
namespace {

struct Searched {
  std::optional<std::uint64_t> found;
  int trials = 0;
};

Searched search(std::uint64_t configured, std::uint64_t up_to, std::uint64_t actual) {
  LimitSearch search{0, configured, up_to};
  Searched result;
  while (const auto size = search.next()) {
    ++result.trials;
    search.tell(*size <= actual);
  }
  result.found = search.found();
  return result;
}

TEST(LimitSearch, WhereNothingIsRefusedThereIsNoLimit) {
  const Searched none = search(100, 200, 1'000'000);
  EXPECT_EQ(none.found, std::nullopt);
  EXPECT_EQ(none.trials, 3) << "what is configured, one more, and as far as it goes";
}

TEST(LimitSearch, WhereAllIsRefusedItIsTheLeast) {
  EXPECT_EQ(search(100, 200, 0).found, 0U);
}

TEST(LimitSearch, TwoTrialsShowThatItIsWhereItIsConfigured) {
  const Searched exact = search(131'072, 262'144, 131'072);
  EXPECT_EQ(exact.found, 131'072U);
  EXPECT_EQ(exact.trials, 2);
}

TEST(LimitSearch, FindsItWhereverItIs) {
  for (std::uint64_t actual = 0; actual < 40; ++actual) {
    for (std::uint64_t configured = 1; configured <= 40; ++configured)
      EXPECT_EQ(search(configured, 40, actual).found, actual) << configured;
  }
}

}  // namespace
}  // namespace shadowsim::probe
