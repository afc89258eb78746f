#include "sim/terminal/rate_finding.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

using testing::SizeIs;

constexpr scenario::RateBounds kBounds{Rate{100}, Rate{1000}, 0.5};

RunCommand quiet_command() {
  RunCommand command;
  command.file = "s.yaml";
  command.output.quiet = true;
  command.overrides.sets = {"fleet.lights=7"};
  return command;
}

double rate_of(const RunCommand& command) {
  const std::string& set = command.overrides.sets.back();
  return parse_rate(set.substr(set.find('=') + 1)).value().per_second;
}

// A service that holds up to 500/s. The result says at which rate it was played.
Result<runtime::RunOutcome> play(const RunCommand& command) {
  runtime::RunOutcome outcome;
  outcome.result.changes.scheduled = static_cast<std::uint64_t>(rate_of(command));
  outcome.result.passed = rate_of(command) <= 500;
  outcome.result.resources.endpoint_busiest_thread = 0.97;
  return outcome;
}

TEST(FindRate, AnErrorOfARunIsItsOwn) {
  const auto found = find_rate(quiet_command(), kBounds, [](const RunCommand&) {
    return Result<runtime::RunOutcome>{unreachable_error("nobody there")};
  });
  ASSERT_TRUE(found.has_error());
  EXPECT_EQ(found.error().kind, ErrorKind::kUnreachable);
}

TEST(FindRate, AnInterruptedRunEndsIt) {
  int played = 0;
  const auto found = find_rate(quiet_command(), kBounds, [&](const RunCommand& command) {
    auto outcome = play(command);
    outcome->interrupted = ++played == 2;
    return outcome;
  });
  ASSERT_TRUE(found);
  EXPECT_EQ(played, 2);
  EXPECT_TRUE(found->interrupted);
  EXPECT_THAT(found->result.search->tries, SizeIs(1)) << "only what was played to its end";
}

TEST(FindRate, KeepsTheOverridesOfTheCommand) {
  const auto found = find_rate(quiet_command(), kBounds, [](const RunCommand& command) {
    EXPECT_THAT(command.overrides.sets, SizeIs(2));
    EXPECT_EQ(command.overrides.sets.front(), "fleet.lights=7");
    return play(command);
  });
  EXPECT_TRUE(found);
}

TEST(FindRate, ReturnsTheRunAtTheHighestRateThatHeldAndAllTries) {
  const auto found = find_rate(quiet_command(), kBounds, play);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->result.passed);
  EXPECT_EQ(found->result.changes.scheduled, 400U);
  ASSERT_TRUE(found->result.search);
  const auto& tries = found->result.search->tries;
  ASSERT_THAT(tries, SizeIs(5));  // 100, 200, 400, 800, 566
  EXPECT_EQ(tries[3].rate, Rate{800});
  EXPECT_FALSE(tries[3].held);
  EXPECT_EQ(tries[3].saturated, "the endpoint (busiest thread 97 %)");
  EXPECT_EQ(tries[2].saturated, "");
  EXPECT_EQ(found->result.search->held(), Rate{400});
  EXPECT_NEAR(found->result.search->failed()->rate.per_second, 566, 1);
}

TEST(FindRate, ReturnsTheFailedRunWhereNoneHeld) {
  const auto found = find_rate(quiet_command(), {Rate{600}, Rate{1000}, 0.5}, play);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->result.passed);
  EXPECT_EQ(found->result.changes.scheduled, 600U);
  EXPECT_FALSE(found->result.search->held());
  EXPECT_EQ(found->result.search->failed()->rate, Rate{600});
}

}  // namespace
}  // namespace shadowsim::terminal
