#include "sim/runtime/watchful_loop.h"

#include <stdexcept>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// A context that waits for more, as one that listens does.
struct Watched {
  VirtualTime clock;
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> more{context.get_executor()};
  WatchfulLoop loop{context, clock};
};

TEST(WatchfulLoop, RunsAllThatIsReady) {
  Watched watched;
  int runs = 0;
  for (int i = 0; i < 3; ++i)
    asio::post(watched.context, [&runs] { ++runs; });
  watched.loop.run_some();
  EXPECT_EQ(runs, 3);
}

TEST(WatchfulLoop, LooksAndDoesNotWaitSoonAfterThereWasSomething) {
  Watched watched;
  asio::steady_timer never{watched.context, 1h};
  never.async_wait([](const boost::system::error_code&) {});
  watched.loop.run_some();
  watched.clock.run_for(WatchfulLoop::kLookedFor - 1ns);
  watched.loop.run_some();

  asio::post(watched.context, [] {});
  watched.loop.run_some();
  watched.clock.run_for(WatchfulLoop::kLookedFor - 1ns);
  watched.loop.run_some();  // would be here for an hour
}

TEST(WatchfulLoop, WaitsForTheNextWhereThereWasNothingForAWhile) {
  Watched watched;
  bool has_run = false;
  asio::steady_timer soon{watched.context, 20ms};
  soon.async_wait([&](const boost::system::error_code&) { has_run = true; });
  watched.clock.run_for(WatchfulLoop::kLookedFor);
  watched.loop.run_some();
  EXPECT_TRUE(has_run);
}

TEST(WatchfulLoop, LooksAgainAfterItHasWaited) {
  Watched watched;
  watched.clock.run_for(WatchfulLoop::kLookedFor);
  asio::steady_timer soon{watched.context, 1ms};
  soon.async_wait([](const boost::system::error_code&) {});
  watched.loop.run_some();
  asio::steady_timer never{watched.context, 1h};
  never.async_wait([](const boost::system::error_code&) {});
  watched.loop.run_some();  // would be here for an hour
}

TEST(WatchfulLoop, ReturnsFromAContextThatIsStopped) {
  Watched watched;
  watched.context.stop();
  watched.clock.run_for(WatchfulLoop::kLookedFor);
  watched.loop.run_some();
  EXPECT_TRUE(watched.context.stopped());
}

TEST(WatchfulLoop, LetsThroughWhatAHandlerThrows) {
  Watched watched;
  asio::post(watched.context, [] { throw std::runtime_error{"no more"}; });
  EXPECT_THROW(watched.loop.run_some(), std::runtime_error);
}

}  // namespace
}  // namespace shadowsim::runtime
