#include "sim/gateway/wakefulness.h"

#include <chrono>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1h};

TEST(Wakefulness, LooksForWorkForAWhileAndThenSleeps) {
  boost::asio::io_context context;
  const auto wakefulness = std::make_shared<Wakefulness>(context.get_executor(), kStart);
  EXPECT_EQ(context.poll(), 0U);
  context.restart();
  wakefulness->stay(kStart);
  EXPECT_EQ(context.poll_one(), 1U);
  wakefulness->stay(kStart);  // begins anew, and not a second time beside
  EXPECT_EQ(context.poll(), Wakefulness::kLooks);
  EXPECT_FALSE(wakefulness->is_awake());
}

TEST(Wakefulness, SpendsNoMoreThanATenthOfTheTime) {
  boost::asio::io_context context;
  const auto wakefulness = std::make_shared<Wakefulness>(context.get_executor(), kStart);
  std::size_t looks = 0;
  for (Duration at{}; at < 10s; at += 100us) {
    wakefulness->stay(kStart + at);
    looks += context.poll();
    context.restart();
  }
  EXPECT_LE(looks, 1'000'000U + 10'000U);
  EXPECT_GE(looks, 990'000U);
}

}  // namespace
}  // namespace shadowsim::gateway
