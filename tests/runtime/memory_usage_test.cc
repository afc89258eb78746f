#include "sim/runtime/memory_usage.h"

#include <cstring>
#include <limits>
#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

TEST(MemoryUsage, SaysNothingOfAProcessThatIsNotThere) {
  MemoryUsage none{std::numeric_limits<pid_t>::max()};
  EXPECT_FALSE(none.resident_kib());
  for (int second = 0; second <= 100; ++second)
    none.sample(second * 1s, 100s);
  EXPECT_FALSE(none.growth());
}

TEST(MemoryUsage, IsTheSameOfThisProcessByItsNumber) {
  const auto mine = MemoryUsage{}.resident_kib();
  const auto by_number = MemoryUsage{getpid()}.resident_kib();
  ASSERT_TRUE(mine && by_number);
  EXPECT_NEAR(static_cast<double>(*by_number), static_cast<double>(*mine), 4096);
}

// 64 KiB a second, all of which is kept; from the kernel itself, so that no allocator has its own part in it.
TEST(MemoryUsage, SeesWhatIsTakenAndKept) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "a sanitizer keeps books on what is taken, which take more";
#endif
  constexpr std::size_t kStep = 64 * 1024;
  constexpr int kSeconds = 1000;
  void* const kept =
      mmap(nullptr, kSeconds * kStep, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(kept, MAP_FAILED);
  MemoryUsage usage;
  for (int second = 1; second <= kSeconds; ++second) {
    std::memset(static_cast<char*>(kept) + static_cast<std::size_t>(second - 1) * kStep, 'x',
                kStep);
    usage.sample(second * 1s, kSeconds * 1s);
  }
  const auto growth = usage.growth();
  ASSERT_TRUE(growth);
  EXPECT_EQ(growth->over, 500s);
  EXPECT_NEAR(growth->end_kib - growth->begin_kib, 500 * 64, 3200);
  EXPECT_NEAR(growth->kib_per_hour(), 3600 * 64, 3600 * 6.4);
  munmap(kept, kSeconds * kStep);
}

}  // namespace
}  // namespace shadowsim::runtime
