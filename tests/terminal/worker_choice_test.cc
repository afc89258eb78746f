#include "sim/terminal/worker_choice.h"

#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

TEST(WorkerChoice, WhatIsNoNumberOfWorkersIsAnErrorOfUsage) {
  for (const char* option : {"", "0", "-1", "two", "2.5", "Auto", "4294967296"}) {
    const auto workers = choose_workers(option, 100, 104, 100);
    ASSERT_TRUE(workers.has_error()) << option;
    EXPECT_EQ(workers.error().kind, ErrorKind::kUsage);
  }
}

TEST(WorkerChoice, MoreWorkersThanLightsIsAMistake) {
  EXPECT_TRUE(choose_workers("5", 4, 8, 100).has_error());
  EXPECT_EQ(*choose_workers("4", 4, 8, 100), 4U);
}

TEST(WorkerChoice, AutoTakesTheFewestThatAreSmallEnough) {
  struct Case {
    std::uint32_t lights;
    std::uint64_t sessions;
    std::uint32_t workers;
  };
  for (const Case& each :
       {Case{1, 2, 1}, Case{96, 100, 1}, Case{97, 101, 2}, Case{1000, 1004, 11}, Case{2, 502, 2}})
    EXPECT_EQ(*choose_workers("auto", each.lights, each.sessions, 100), each.workers)
        << each.lights << " lights";
}

TEST(WorkerChoice, PahoHasAHundredSessionsAndOthersWhatTheDescriptorsAllow) {
  const auto& paho = *runtime::find_session_engine("paho").value();
  EXPECT_EQ(sessions_per_worker(paho, 20'000), 100U);
  runtime::SessionEngine frugal = paho;
  frugal.sessions_per_process.reset();
  frugal.descriptors_per_session = 4;
  EXPECT_EQ(sessions_per_worker(frugal, 20'000), 4'968U);
  EXPECT_EQ(sessions_per_worker(frugal, 0), 1U);
}

}  // namespace
}  // namespace shadowsim::terminal
