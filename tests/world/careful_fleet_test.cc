#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/quota/token_bucket.h"
#include "sim/world/world.h"
#include "tests/world/small_scenario.h"

// What a fleet does that meets an account's quotas, with manners and without.
namespace shadowsim::world {
namespace {

using namespace std::chrono_literals;

// A quota of so many a second, with a burst of a second's worth.
auto quota(double per_second) {
  return [bucket = std::optional<quota::TokenBucket>{}, per_second](TimePoint now) mutable {
    if (!bucket) bucket.emplace(Rate{per_second}, static_cast<std::uint64_t>(per_second), now);
    return bucket->take(1, now);
  };
}

// --- a service above its rate -----------------------------------------------------------------

// 45 changes a second are 90 requests, of which the service answers 60: 150 % of its quota for ten
// seconds, and then nothing but what is left over.
scenario::Scenario overload(int seed, bool careful) {
  return read(fmt::format(R"(
shadowsim: 1
fleet: {{lights: 20, careful: {}, connect_rate: 10/s, apply_delay: {{uniform: [1ms, 30ms]}}}}
timeline:
  - churn: {{for: 10s, desired: {{rate: 45/s, values: {{color: {{one_of: [red, green, blue]}}}}}}}}
drain: 200s
)",
                          careful),
              {.sets = {}, .lights = {}, .seed = std::to_string(seed), .duration = {}});
}

class CarefulFleet : public testing::TestWithParam<int> {};

TEST_P(CarefulFleet, IsInSyncAfterAnOverloadAndNothingIsLostWithoutAWord) {
  std::uint64_t refused[2] = {};
  for (const bool careful : {true, false}) {
    const auto scenario = overload(GetParam(), careful);
    World world{scenario, {}};
    world.broker().limit(
        {.admits_request = [allows = quota(60)](const std::string&, TimePoint now) mutable {
          return allows(now);
        }});
    EXPECT_TRUE(world.run().complete);
    const auto& measured = world.crew().measurements();
    refused[careful] = measured.refusals_seen.total(measure::RefusalKind::kShadow) -
                       measured.changes.rejected;  // those of the lights
    EXPECT_TRUE(measured.changes.balances());
    EXPECT_EQ(measured.changes.unconverged, 0U);
    EXPECT_EQ(measured.changes.unsent, 0U);
    EXPECT_GT(measured.changes.rejected, 0U) << "an app's update was refused with a word";
    EXPECT_EQ(measured.final_check, (measure::FinalCheck{.lights = 20, .in_sync = 20}));
    EXPECT_TRUE(measured.settling.settled_after().at(0)) << "all were in sync again";
    EXPECT_EQ(measured.refusals_seen.codes(measure::RefusalKind::kShadow).size(), 1U)
        << "429 and nothing else";
    world.time().run_for(1s);
    EXPECT_EQ(world.time().armed(), 0U);
  }
  EXPECT_GT(2 * refused[false], 3 * refused[true]) << "who repeats at once is refused again";
}

// --- all sessions dropped at once -------------------------------------------------------------

struct ComeBack {
  std::uint64_t refused_connects = 0;
  std::uint64_t refused_filters = 0;
  Duration took{};
};

// 60 lights and an app, of which five may connect and subscribe a second.
ComeBack come_back(int seed, bool careful) {
  const auto scenario =
      read(fmt::format(R"(
shadowsim: 1
fleet: {{lights: 60, careful: {}, connect_rate: 4/s}}
timeline: [{{pause: 600s}}]
)",
                       careful),
           {.sets = {}, .lights = {}, .seed = std::to_string(seed), .duration = {}});
  World world{scenario, {}};
  world.broker().limit({.admits_connect = quota(5), .admits_filter = quota(25)});
  std::optional<fleet::RunEnd> end;
  world.conductor().start([&](const fleet::RunEnd& reached) { end = reached; });
  world.time().run_for(60s);
  const auto& measured = world.crew().measurements();
  EXPECT_EQ(measured.refusals_seen.total(), 0U) << "the fleet's start is spread";
  EXPECT_EQ(world.crew().ready(), 61U);
  world.broker().drop_all();
  const TimePoint dropped = world.time().now();
  TimePoint back = dropped;
  while (!end && world.time().now() < dropped + 500s && world.time().step()) {
    if (measured.connected < 61) back = world.time().now();
  }
  EXPECT_EQ(measured.connected, 61U);
  return {measured.refusals_seen.total(measure::RefusalKind::kConnect),
          measured.refusals_seen.total(measure::RefusalKind::kSubscribe), back - dropped};
}

TEST_P(CarefulFleet, ComesBackWithoutAStorm) {
  const ComeBack careful = come_back(GetParam(), true);
  const ComeBack careless = come_back(GetParam(), false);
  EXPECT_GT(careless.refused_connects, 10 * careful.refused_connects);
  EXPECT_LT(careful.refused_connects, 61U * 8) << "seven refusals are back-offs of two minutes";
  constexpr Duration kIdeal = 11s;  // (61 - 5) / 5 s
  EXPECT_LT(careful.took, 5 * kIdeal) << "most of it is the distance between connects";
}

INSTANTIATE_TEST_SUITE_P(, CarefulFleet, testing::Range(1, 11));

// --- no limit near ----------------------------------------------------------------------------

TEST(CarefulFleets, DoNothingElseThanCarelessOnesWhereNoLimitIsNear) {
  std::string books[2];
  for (const bool careful : {true, false}) {
    const auto scenario = small_scenario({.sets = {fmt::format("fleet.careful={}", careful)},
                                          .lights = {},
                                          .seed = {},
                                          .duration = {}});
    World world{
        scenario,
        {.up = DelayDistribution::exponential(5ms), .down = DelayDistribution::exponential(5ms)}};
    EXPECT_TRUE(world.run().complete);
    const auto& measured = world.crew().measurements();
    EXPECT_EQ(measured.refusals_seen.total(), 0U);
    books[careful] =
        fmt::format("{} {} {} {} {} {}", measured.messages.published, measured.messages.received,
                    measured.messages.deltas, measured.changes.converged,
                    measured.latencies.convergence.mean().count(),
                    measured.latencies.round_trip.mean().count());
  }
  EXPECT_EQ(books[true], books[false]);
}

// The scenario's moments are the apps' to keep, whatever the rate; its lights keep to their pace.
TEST(CarefulFleets, HaveAppsThatSendWhenItIsPlanned) {
  const auto scenario = read(R"(
shadowsim: 1
fleet: {lights: 2, connect_rate: 1000/s}
timeline:
  - churn: {for: 5s, desired: {rate: 1000/s, arrivals: uniform, values: {n: {range: [1, 100000]}}}}
)");
  World world{scenario, {}};
  EXPECT_TRUE(world.run().complete);
  const auto& measured = world.crew().measurements();
  EXPECT_GE(measured.changes.scheduled, 4'990U);
  EXPECT_EQ(measured.changes.unsent, 0U);
  const std::uint64_t by_lights = measured.messages.published - measured.changes.scheduled;
  EXPECT_LE(by_lights, 2 * (17 + 17 * 8U)) << "17/s each, for the 5 s and until all is told";
  EXPECT_EQ(measured.final_check.in_sync, 2U);
}

}  // namespace
}  // namespace shadowsim::world
