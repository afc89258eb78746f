#include "sim/terminal/shard_choice.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::terminal {
namespace {

using namespace std::chrono_literals;
using schedule::Shard;
using testing::HasSubstr;

Environment with(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

// --- what goes wrong --------------------------------------------------------------------------

class WrongShard : public testing::TestWithParam<const char*> {};

TEST_P(WrongShard, IsAnErrorOfUsageThatShowsTheForm) {
  const auto shard = choose_shard(GetParam(), with({}), 100);
  ASSERT_TRUE(shard.has_error());
  EXPECT_EQ(shard.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(shard.error().message, HasSubstr("0/4"));
}

INSTANTIATE_TEST_SUITE_P(, WrongShard,
                         testing::Values("4/4", "0/0", "1", "/", "1/", "/2", "-1/2", "a/b", "1/2/3",
                                         "0x1/2", "1/4294967296"));

TEST(ShardChoice, MoreShardsThanLightsIsAMistake) {
  const auto shard = choose_shard("0/5", with({}), 4);
  ASSERT_TRUE(shard.has_error());
  EXPECT_THAT(shard.error().message, HasSubstr("4 lights"));
}

TEST(ShardChoice, AutoWithoutALauncherSaysWhatItLookedFor) {
  const auto shard = choose_shard("auto", with({}), 100);
  ASSERT_TRUE(shard.has_error());
  for (const char* name : {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID", "SHADOWSIM_SHARDS"})
    EXPECT_THAT(shard.error().message, HasSubstr(name));
}

TEST(ShardChoice, AnIndexedJobWithoutTheCountIsToldWhatIsMissing) {
  const auto shard = choose_shard("auto", with({{"JOB_COMPLETION_INDEX", "1"}}), 100);
  ASSERT_TRUE(shard.has_error());
  EXPECT_THAT(shard.error().message, HasSubstr("SHADOWSIM_SHARDS"));
}

TEST(ShardChoice, WhatALauncherSaysIsChecked) {
  const auto shard = choose_shard(
      "auto", with({{"OMPI_COMM_WORLD_RANK", "4"}, {"OMPI_COMM_WORLD_SIZE", "4"}}), 100);
  ASSERT_TRUE(shard.has_error());
  EXPECT_THAT(shard.error().message, HasSubstr("Open MPI"));
}

TEST(ShardChoice, TheShellOfASlurmJobIsNoStep) {
  const auto shard =
      choose_shard("auto", with({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}}), 100);
  EXPECT_TRUE(shard.has_error());
}

class WrongStart : public testing::TestWithParam<const char*> {};

TEST_P(WrongStart, IsAnErrorOfUsage) {
  const WallTime now = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 8h;
  const auto start = choose_start(GetParam(), now);
  ASSERT_TRUE(start.has_error());
  EXPECT_EQ(start.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(start.error().message, HasSubstr("2026-11-23T08:00:00"));
}

INSTANTIATE_TEST_SUITE_P(, WrongStart,
                         testing::Values("soon", "10s", "2026-11-23", "2026-11-23T08:00:00Z",
                                         "2026-11-23T08:30:00+01:00"));

// --- what goes well ---------------------------------------------------------------------------

TEST(ShardChoice, WithoutTheOptionItIsTheWholeFleetWhateverTheEnvironmentSays) {
  const auto shard =
      choose_shard("", with({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4"}}), 100);
  ASSERT_TRUE(shard);
  EXPECT_EQ(*shard, Shard{});
}

TEST(ShardChoice, TakesIndexAndCount) {
  const auto shard = choose_shard("2/4", with({}), 4);
  ASSERT_TRUE(shard);
  EXPECT_EQ(*shard, (Shard{2, 4}));
}

TEST(ShardChoice, AutoAsksTheLauncher) {
  for (const auto& environment :
       {with({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "3"}}),
        with({{"PMI_RANK", "1"}, {"PMI_SIZE", "3"}}),
        with({{"SLURM_PROCID", "1"}, {"SLURM_STEP_NUM_TASKS", "3"}, {"SLURM_NTASKS", "8"}}),
        with({{"JOB_COMPLETION_INDEX", "1"}, {"SHADOWSIM_SHARDS", "3"}}),
        // mpirun in a Slurm job: each node has one daemon of Slurm's, which starts the ranks
        with({{"SLURM_PROCID", "0"},
              {"SLURM_STEP_NUM_TASKS", "2"},
              {"OMPI_COMM_WORLD_RANK", "1"},
              {"OMPI_COMM_WORLD_SIZE", "3"}})}) {
    const auto shard = choose_shard("auto", environment, 100);
    ASSERT_TRUE(shard) << shard.error().message;
    EXPECT_EQ(*shard, (Shard{1, 3}));
  }
}

TEST(ShardChoice, TheStartIsAMomentToCome) {
  const WallTime now = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 8h;
  EXPECT_EQ(*choose_start("", now), std::nullopt);
  EXPECT_EQ(*choose_start("2026-11-23T08:00:30Z", now), now + 30s);
  EXPECT_EQ(*choose_start("2026-11-23T09:00:30.5+01:00", now), now + 30'500ms);
}

}  // namespace
}  // namespace shadowsim::terminal
