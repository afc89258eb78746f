#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/measure/merging.h"
#include "sim/measure/metric.h"
#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

// A fleet played in shards is the fleet.
namespace shadowsim::world {
namespace {

using namespace std::chrono_literals;

// Without chance in the network, so that it is the same one for all.
const NetworkModel kNetwork{.up = DelayDistribution::constant(3ms),
                            .down = DelayDistribution::constant(2ms)};

measure::Part played(const scenario::Scenario& scenario, schedule::Shard shard) {
  World world{scenario, kNetwork, shard};
  measure::Part part{.name = to_text(shard), .result = {}};
  part.result.complete = world.run().complete;
  part.result.shard = {.index = shard.index, .count = shard.count};
  part.result.intervals = world.conductor().intervals().rows();
  part.result.take(std::move(world.crew().measurements()));
  return part;
}

struct Sizes {
  std::uint32_t apps;
  std::uint32_t shards;
};

class WorldInShards : public testing::TestWithParam<Sizes> {};

TEST_P(WorldInShards, MergesToWhatOneProcessMeasures) {
  const auto scenario = read(fmt::format(R"(
shadowsim: 1
seed: 7
fleet: {{lights: 41, connect_rate: 1000/s, apply_delay: {{uniform: [1ms, 30ms]}}}}
apps: {{sessions: {}}}
timeline:
  - churn: {{for: 5s, desired: {{rate: 200/s, values: {{color: {{one_of: [red, green, blue]}}}}}}}}
)",
                                         GetParam().apps));
  const auto whole = played(scenario, {}).result;
  ASSERT_GT(whole.changes.superseded, 0U) << "or it would show nothing about outcomes";
  std::vector<measure::Part> parts;
  for (std::uint32_t index = 0; index < GetParam().shards; ++index)
    parts.push_back(played(scenario, {index, GetParam().shards}));
  const auto merged = measure::merge(parts);
  ASSERT_TRUE(merged) << merged.error().message;
  const auto& together = merged->result;
  EXPECT_TRUE(together.complete);
  for (const auto& metric : measure::metrics()) {
    // Where there are fewer apps than shards, there is one a shard.
    const bool tells_of_apps =
        metric.path.starts_with("connections.") || metric.path.starts_with("latency_us.connect.");
    if (tells_of_apps && GetParam().apps < GetParam().shards) continue;
    // Each part begins its own share of the connects.
    if (metric.path.starts_with("connections.") && metric.path.ends_with("_after_s")) continue;
    if (const double expected = metric.value(whole); expected == expected) {
      EXPECT_EQ(metric.value(together), expected) << metric.path;
    }
  }
  EXPECT_EQ(together.messages, whole.messages);
  ASSERT_EQ(together.intervals.size(), whole.intervals.size());
  for (std::size_t second = 0; second < whole.intervals.size(); ++second) {
    EXPECT_EQ(together.intervals[second].changes, whole.intervals[second].changes) << second;
    EXPECT_EQ(together.intervals[second].in_flight, whole.intervals[second].in_flight) << second;
    EXPECT_EQ(together.intervals[second].convergence_max, whole.intervals[second].convergence_max)
        << second;
  }
}

INSTANTIATE_TEST_SUITE_P(, WorldInShards,
                         testing::Values(Sizes{4, 4}, Sizes{3, 4}, Sizes{2, 4}, Sizes{4, 3},
                                         Sizes{1, 41}));

}  // namespace
}  // namespace shadowsim::world
