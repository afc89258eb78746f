#include "sim/runtime/asio_scheduler.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

class AsioSchedulerTest : public testing::Test {
 protected:
  SystemClock clock_;
  boost::asio::io_context context_{1};
  AsioScheduler scheduler_{context_, clock_};
};

TEST_F(AsioSchedulerTest, RunsByTimeThenByOrderOfArming) {
  std::string order;
  const TimePoint now = scheduler_.now();
  scheduler_.at(now + 3ms, [&] { order += 'c'; });
  scheduler_.at(now + 1ms, [&] { order += 'a'; });
  scheduler_.at(now + 1ms, [&] { order += 'b'; });
  context_.run();
  EXPECT_EQ(order, "abc");
}

TEST_F(AsioSchedulerTest, NeverRunsBeforeItsTime) {
  const TimePoint when = scheduler_.now() + 5ms;
  TimePoint ran;
  scheduler_.at(when, [&] { ran = scheduler_.now(); });
  context_.run();
  EXPECT_GE(ran, when);
}

TEST_F(AsioSchedulerTest, ThePastIsDueAtOnceButNotWithinTheCall) {
  bool ran = false;
  scheduler_.at(scheduler_.now() - 1s, [&] { ran = true; });
  EXPECT_FALSE(ran);
  context_.run();
  EXPECT_TRUE(ran);
}

TEST_F(AsioSchedulerTest, ACancelledTimerDoesNotRun) {
  const TimerId timer = scheduler_.at(scheduler_.now() + 1ms, [] { FAIL(); });
  scheduler_.cancel(timer);
  scheduler_.cancel(timer);
  scheduler_.cancel({});
  context_.run();
}

TEST_F(AsioSchedulerTest, AnEarlierTimerIsNotHeldUpByALaterOne) {
  std::string order;
  scheduler_.at(scheduler_.now() + 20ms, [&] { order += 'b'; });
  scheduler_.at(scheduler_.now() + 1ms, [&] {
    order += 'a';
    scheduler_.at(scheduler_.now() + 1ms, [&] { order += 'c'; });
  });
  context_.run();
  EXPECT_EQ(order, "acb");
}

}  // namespace
}  // namespace shadowsim::runtime
