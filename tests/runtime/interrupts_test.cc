#include "sim/runtime/interrupts.h"

#include <csignal>

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

// SIGHUP as it was before the test.
class InterruptsTest : public testing::Test {
 protected:
  InterruptsTest() : before_{std::signal(SIGHUP, SIG_DFL)} {}
  ~InterruptsTest() override { std::signal(SIGHUP, before_); }

  // How often it is interrupted by these.
  static int interrupted_by(std::initializer_list<int> signals) {
    boost::asio::io_context context{1};
    Interrupts interrupts{context};
    int times = 0;
    interrupts.await([&] { ++times; });
    for (const int signal : signals) {
      std::raise(signal);
      context.poll();
    }
    return times;
  }

 private:
  void (*before_)(int);
};

TEST_F(InterruptsTest, AreTheKeyTheOrderAndTheEndOfTheTerminal) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    EXPECT_EQ(interrupted_by({signal}), 1) << signal;
}

TEST_F(InterruptsTest, TheEndOfTheTerminalMayBeToldMoreThanOnce) {
  EXPECT_EQ(interrupted_by({SIGHUP, SIGHUP}), 1);
}

TEST_F(InterruptsTest, TheEndOfTheTerminalIsNoneWhereItIsIgnored) {
  std::signal(SIGHUP, SIG_IGN);
  EXPECT_EQ(interrupted_by({SIGHUP}), 0);
  EXPECT_EQ(interrupted_by({SIGHUP, SIGTERM}), 1);
}

TEST_F(InterruptsTest, OneThatComesBeforeItIsAwaitedIsKept) {
  boost::asio::io_context context{1};
  Interrupts interrupts{context};
  std::raise(SIGTERM);
  bool was = false;
  interrupts.await([&] { was = true; });
  context.poll();
  EXPECT_TRUE(was);
}

}  // namespace
}  // namespace shadowsim::runtime
