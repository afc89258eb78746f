#include "sim/runtime/process_usage.h"

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

TEST(ProcessUsage, CountsTheCpuThatIsUsed) {
  const ProcessUsage before = process_usage();
  volatile std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < 50'000'000; ++i)
    sum = sum + i;
  const ProcessUsage after = process_usage();
  EXPECT_GT(after.cpu, before.cpu);
  EXPECT_GE(after.peak_rss_kib, before.peak_rss_kib);
}

TEST(ProcessUsage, MemoryIsInKibibytes) {
  EXPECT_GT(process_usage().peak_rss_kib, 1'000U);
  EXPECT_LT(process_usage().peak_rss_kib, 10'000'000U);
}

}  // namespace
}  // namespace shadowsim::runtime
