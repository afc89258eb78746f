#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

// "Converged" is only said of what has come to rest, and a fleet without open changes is in sync.
namespace shadowsim::world {
namespace {

using namespace std::chrono_literals;

struct Weather {
  const char* name;
  NetworkModel network;
  bool drops = false;  // connections break in the middle
};

const Weather kWeathers[] = {
    {"steady",
     {.up = DelayDistribution::constant(3ms), .down = DelayDistribution::constant(2ms)},
     false},
    {"jittery",
     {.up = DelayDistribution::exponential(5ms), .down = DelayDistribution::exponential(5ms)},
     false},
    {"unruly",
     {.up = DelayDistribution::exponential(5ms),
      .down = DelayDistribution::exponential(20ms),
      .duplicate_share = 0.1,
      .keeps_order = false},
     false},
    {"stormy",
     {.up = DelayDistribution::exponential(5ms),
      .down = DelayDistribution::exponential(10ms),
      .duplicate_share = 0.1,
      .keeps_order = false},
     true},
};

class Convergence : public testing::TestWithParam<int> {};

// Few values, so that a change often wants what the light has just left.
scenario::Scenario one_light(int seed) {
  return read(R"(
shadowsim: 1
fleet: {lights: 1, careful: false, connect_rate: 1000/s, apply_delay: {uniform: [1ms, 30ms]}}
timeline:
  - churn:
      for: 20s
      desired:
        - {rate: 20/s, values: {color: {one_of: [red, green]}}}
        - {rate: 10/s, values: {level: {one_of: [1, 2]}}}
)",
              {.sets = {}, .lights = {}, .seed = std::to_string(seed), .duration = {}});
}

const shadow::Document& shadow_of(World& world) {
  return *world.broker().shadow_service().store().find({"light-0000", ""});
}

std::string text(const shadow::Section& section) {
  std::string json;
  shadow::append_state(json, section);
  return json;
}

TEST_P(Convergence, LastsUntilTheNextChangeIsSent) {
  for (const auto& weather : kWeathers) {
    SCOPED_TRACE(weather.name);
    const auto scenario = one_light(GetParam());
    World world{scenario, weather.network};
    const auto& changes = world.crew().measurements().changes;
    std::optional<fleet::RunEnd> end;
    world.conductor().start([&](const fleet::RunEnd& reached) { end = reached; });
    bool will_drop = weather.drops;
    std::uint64_t rests_since = 0;  // the number of changes by then; 0: something is open
    std::string rests_at;
    while (!end && world.time().step()) {
      if (will_drop && changes.scheduled > 200) {
        will_drop = false;
        world.broker().drop_all();
      }
      if (changes.scheduled == 0) continue;
      if (changes.scheduled != rests_since) rests_since = 0;
      if (rests_since == 0 && world.crew().ledger().open() == 0 && changes.unconverged == 0) {
        rests_since = changes.scheduled;
        rests_at = text(shadow_of(world).reported);
      }
      if (rests_since == 0 || changes.unsent > 0) continue;
      ASSERT_TRUE(shadow::is_reached(shadow_of(world).desired, shadow_of(world).reported))
          << "nothing is open since change " << rests_since << ", and yet "
          << text(shadow_of(world).desired) << " is desired and " << text(shadow_of(world).reported)
          << " reported";
      ASSERT_EQ(text(shadow_of(world).reported), rests_at) << "since change " << rests_since;
    }
    ASSERT_TRUE(end && end->complete);
    EXPECT_GT(changes.converged, 100U);
    EXPECT_LE(changes.unconverged, weather.drops ? 1U : 0U);
    EXPECT_EQ(world.crew().measurements().final_check.in_sync, 1U);
  }
}

scenario::Scenario with_switches(int seed, bool sets_desired) {
  return read(fmt::format(R"(
shadowsim: 1
fleet: {{lights: 10, connect_rate: 1000/s, apply_delay: {{uniform: [1ms, 30ms]}}}}
timeline:
  - churn:
      for: 3s
      desired:
        - {{rate: 40/s, values: {{color: {{one_of: [red, green]}}, level: {{one_of: [1, 2]}}}}}}
        - {{rate: 20/s, values: {{level: {{one_of: [1, 2]}}}}}}
      reported: {{rate: 60/s, sets_desired: {}, values: {{color: {{one_of: [red, green, pink]}}}}}}
)",
                          sets_desired),
              {.sets = {}, .lights = {}, .seed = std::to_string(seed), .duration = {}});
}

TEST_P(Convergence, EndsInSyncAlthoughSwitchesAreUsedUpToTheEnd) {
  for (const auto& weather : kWeathers) {
    for (const bool sets_desired : {true, false}) {
      SCOPED_TRACE(fmt::format("{} sets_desired {}", weather.name, sets_desired));
      const auto scenario = with_switches(GetParam(), sets_desired);
      World world{scenario, weather.network};
      std::optional<fleet::RunEnd> end;
      world.conductor().start([&](const fleet::RunEnd& reached) { end = reached; });
      world.time().run_for(std::chrono::milliseconds{1000 + 97 * GetParam()});
      if (weather.drops) world.broker().drop_all();
      while (!end && world.time().step()) {
      }
      const auto& measured = world.crew().measurements();
      ASSERT_TRUE(end && end->complete);
      EXPECT_TRUE(measured.changes.balances());
      // An update on its way to a broker that dies is lost for good.
      EXPECT_LE(measured.changes.unconverged, weather.drops ? 4U : 0U);
      EXPECT_EQ(measured.final_check, (measure::FinalCheck{.lights = 10, .in_sync = 10}));
      world.time().run_for(1s);
      EXPECT_EQ(world.time().armed(), 0U);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Convergence, testing::Range(1, 26));

}  // namespace
}  // namespace shadowsim::world
