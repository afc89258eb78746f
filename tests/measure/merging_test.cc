#include "sim/measure/merging.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const WallTime kNoon = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 12h;

// Shard `index` of three.
Part part(std::uint32_t index) {
  Part made{.name = "dir-" + std::to_string(index), .result = {}};
  RunResult& result = made.result;
  result.scenario = {
      .name = "churn", .file = "churn.yaml", .seed = 7, .lights = 30, .duration = 10s};
  result.endpoint = {.uri = "mqtt://broker:1883", .mqtt_version = "5"};
  result.client = "paho";
  result.shard = {.index = index, .count = 3};
  result.started_at = kNoon + index * 1s;
  result.elapsed = 12s;
  result.complete = true;
  result.thresholds.resize(1);
  result.thresholds[0].expression = "changes.unconverged == 0";
  return made;
}

std::vector<Part> three() {
  return {part(2), part(0), part(1)};
}

TEST(Merging, TheFleetIsFullWhenItsLastPartIs) {
  auto parts = three();
  parts[0].result.full_fleet = {.after = 2s, .again_after = std::nullopt};
  parts[1].result.full_fleet = {.after = 3s, .again_after = 5s};
  parts[2].result.full_fleet = {.after = 1s, .again_after = 4s};
  EXPECT_EQ(merge(parts)->result.full_fleet, (FullFleet{.after = 3s, .again_after = 5s}));
  parts[2].result.full_fleet.after.reset();
  EXPECT_FALSE(merge(parts)->result.full_fleet.after);
  parts[1].result.subscribed_fleet = {.after = {}, .again_after = 6s};
  parts[2].result.online_fleet = {.after = {}, .again_after = 7s};
  EXPECT_EQ(merge(parts)->result.subscribed_fleet.again_after, 6s);
  EXPECT_EQ(merge(parts)->result.online_fleet.again_after, 7s);
}

// --- what does not belong together ------------------------------------------------------------

struct Odd {
  std::string named;
  std::function<void(RunResult&)> make;
};

class OddPart : public testing::TestWithParam<Odd> {};

TEST_P(OddPart, IsRefusedWithItsNameAndTheDifference) {
  auto parts = three();
  GetParam().make(parts[2].result);
  const auto merged = merge(parts);
  ASSERT_TRUE(merged.has_error());
  EXPECT_EQ(merged.error().kind, ErrorKind::kUsage);
  EXPECT_THAT(merged.error().message, HasSubstr("dir-1"));
  EXPECT_THAT(merged.error().message, HasSubstr(GetParam().named));
}

INSTANTIATE_TEST_SUITE_P(
    , OddPart,
    testing::Values(
        Odd{"scenario.name", [](RunResult& of) { of.scenario.name = "ramp"; }},
        Odd{"scenario.seed is '7' in the first, '8' in the second",
            [](RunResult& of) { of.scenario.seed = 8; }},
        Odd{"scenario.lights", [](RunResult& of) { of.scenario.lights = 31; }},
        Odd{"scenario.duration_s", [](RunResult& of) { of.scenario.duration = 11s; }},
        Odd{"shard.count", [](RunResult& of) { of.shard.count = 4; }},
        Odd{"client", [](RunResult& of) { of.client = "mosquitto"; }},
        Odd{"endpoint.uri", [](RunResult& of) { of.endpoint.uri = "mqtt://other:1883"; }},
        Odd{"endpoint.mqtt_version", [](RunResult& of) { of.endpoint.mqtt_version = "3.1.1"; }},
        Odd{"endpoint.tls", [](RunResult& of) { of.endpoint.tls = true; }},
        Odd{"thresholds", [](RunResult& of) { of.thresholds.clear(); }},
        Odd{"embedded endpoint", [](RunResult& of) { of.endpoint.embedded = true; }},
        Odd{"the same shard, 2/3", [](RunResult& of) { of.shard.index = 2; }},
        Odd{"no part of shard 0/1", [](RunResult& of) { of.shard.index = 3; }}));

TEST(Merging, TheFileMayHaveAnotherNameOnEachMachine) {
  auto parts = three();
  parts[1].result.scenario.file = "/nfs/churn.yaml";
  EXPECT_TRUE(merge(parts));
}

// --- what is missing --------------------------------------------------------------------------

TEST(Merging, NamesWhatIsMissingAndIsNotComplete) {
  const std::vector<Part> one{part(1)};
  const auto merged = merge(one);
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_THAT(merged->missing, ElementsAre(0U, 2U));
  EXPECT_FALSE(merged->result.complete);
}

TEST(Merging, IsNotCompleteWhereAPartIsNot) {
  auto parts = three();
  parts[0].result.complete = false;
  const auto merged = merge(parts);
  ASSERT_TRUE(merged);
  EXPECT_THAT(merged->missing, IsEmpty());
  EXPECT_FALSE(merged->result.complete);
}

// --- what comes out ---------------------------------------------------------------------------

TEST(Merging, SaysWhatTheWholeIs) {
  const auto merged = merge(three());
  ASSERT_TRUE(merged) << merged.error().message;
  const RunResult& result = merged->result;
  EXPECT_TRUE(result.complete);
  EXPECT_EQ(result.shard, RunResult::Shard{});
  EXPECT_EQ(result.workers, 3U);
  EXPECT_EQ(result.started_at, kNoon);
  EXPECT_EQ(result.elapsed, 14s) << "to the end of the last";
  EXPECT_EQ(result.scenario.name, "churn");
  EXPECT_EQ(result.thresholds.size(), 1U);
}

TEST(Merging, AddsCountsAndResources) {
  auto parts = three();
  std::uint64_t next = 1;
  for (Part& each : parts) {
    RunResult& of = each.result;
    of.connections = {next, next + 1, next + 2, next + 3, next + 4, next + 5};
    of.changes = {next, next + 1, next + 2, next + 3, next + 4, next + 5};
    of.messages = {next, next + 1, next + 2, next + 3, next + 4, next + 5, {{409, next}}};
    of.final_check = {next, next + 1, next + 2, next + 3};
    of.refusals_seen.note(RefusalKind::kConnect, "close", next);
    const auto kib = static_cast<double>(next);
    of.resources = {.cpu = next * 1s,
                    .peak_rss_kib = next,
                    .endpoint_busiest_thread = {},
                    .memory = MemoryGrowth{.over = 30s, .begin_kib = kib, .end_kib = 2 * kib}};
    next *= 10;
  }
  parts[0].result.messages.rejected[429] = 5;
  const auto merged = merge(parts);
  ASSERT_TRUE(merged);
  const RunResult& of = merged->result;
  EXPECT_EQ(of.connections, (ConnectionTally{111, 114, 117, 120, 123, 126}));
  EXPECT_EQ(of.changes, (ChangeTally{111, 114, 117, 120, 123, 126}));
  EXPECT_EQ(of.messages, (MessageTally{111, 114, 117, 120, 123, 126, {{409, 111}, {429, 5}}}));
  EXPECT_EQ(of.final_check, (FinalCheck{111, 114, 117, 120}));
  EXPECT_EQ(of.refusals_seen.codes(RefusalKind::kConnect), (RefusalsSeen::Codes{{"close", 111}}));
  EXPECT_EQ(of.resources,
            (RunResult::Resources{
                .cpu = 111s,
                .peak_rss_kib = 111,
                .endpoint_busiest_thread = {},
                .memory = MemoryGrowth{.over = 30s, .begin_kib = 111, .end_kib = 222}}));
}

TEST(Merging, AddsHistogramsBinByBin) {
  auto parts = three();
  Histogram all;
  for (int i = 0; i < 3000; ++i) {
    const Duration latency = 100us + i * 1us;
    all.record(latency);
    RunResult& of = parts[static_cast<std::size_t>(i % 3)].result;
    for (Histogram* const histogram :
         {&of.latencies.convergence, &of.latencies.convergence_service, &of.latencies.delta,
          &of.latencies.round_trip, &of.latencies.connect, &of.instrument.scheduling_lag,
          &of.instrument.floor_round_trip})
      histogram->record(latency);
  }
  const auto merged = merge(parts);
  ASSERT_TRUE(merged);
  const RunResult& of = merged->result;
  for (const Histogram* const histogram :
       {&of.latencies.convergence, &of.latencies.convergence_service, &of.latencies.delta,
        &of.latencies.round_trip, &of.latencies.connect, &of.instrument.scheduling_lag,
        &of.instrument.floor_round_trip}) {
    EXPECT_EQ(histogram->bins(), all.bins());
    EXPECT_EQ(histogram->sum(), all.sum());
    EXPECT_EQ(histogram->max(), all.max());
  }
}

TEST(Merging, AddsIntervalsSecondBySecond) {
  auto parts = three();
  parts[0].result.intervals = {
      {.begin = 0s,
       .length = 1s,
       .connected = 10,
       .in_flight = 2,
       .changes = {.scheduled = 5, .converged = 5},
       .published = 7,
       .received = 8,
       .deltas = 9,
       .rejected = 1,
       .lost = 2,
       .convergence_p50 = 10ms,
       .convergence_p99 = 20ms,
       .convergence_max = 30ms},
      {.begin = 1s, .length = 1s, .connected = 9, .in_flight = 1, .changes = {}}};
  parts[2].result.intervals = {{.begin = 0s,
                                .length = 1001ms,
                                .connected = 10,
                                .in_flight = 3,
                                .changes = {.scheduled = 6, .converged = 4},
                                .published = 70,
                                .received = 80,
                                .deltas = 90,
                                .rejected = 10,
                                .lost = 20,
                                .convergence_p50 = 12ms,
                                .convergence_p99 = 15ms,
                                .convergence_max = 50ms}};
  const auto merged = merge(parts);
  ASSERT_TRUE(merged);
  const auto& rows = merged->result.intervals;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].length, 1001ms);
  EXPECT_EQ(rows[0].connected, 20U);
  EXPECT_EQ(rows[0].in_flight, 5U);
  EXPECT_EQ(rows[0].changes, (ChangeTally{.scheduled = 11, .converged = 9}));
  EXPECT_EQ(rows[0].published, 77U);
  EXPECT_EQ(rows[0].received, 88U);
  EXPECT_EQ(rows[0].deltas, 99U);
  EXPECT_EQ(rows[0].rejected, 11U);
  EXPECT_EQ(rows[0].lost, 22U);
  EXPECT_EQ(rows[0].convergence_p50, 12ms) << "of the part where it was highest";
  EXPECT_EQ(rows[0].convergence_p99, 20ms);
  EXPECT_EQ(rows[0].convergence_max, 50ms);
  EXPECT_EQ(rows[1].connected, 19U) << "who has no more rows is still connected";
  EXPECT_EQ(rows[1].in_flight, 1U);
}

TEST(Merging, TheWorkersOfAShardMakeThatShard) {
  std::vector<Part> parts{part(1), part(3)};  // of four; those with an odd index are shard 1/2
  for (Part& each : parts)
    each.result.shard.count = 4;
  const auto merged = merge(parts, {.index = 1, .count = 2});
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_THAT(merged->missing, IsEmpty());
  EXPECT_TRUE(merged->result.complete);
  EXPECT_EQ(merged->result.shard, (RunResult::Shard{.index = 1, .count = 2}));
}

TEST(Merge, KeepsTheSlowestOfAllPartsCountedFromTheirCommonStart) {
  using namespace std::chrono_literals;
  RunResult early;
  early.shard = {.index = 0, .count = 2};
  early.started_at = WallTime{1000s};
  early.flights.slowest = {Flight{.change = {2}, .planned = 1s, .converged = 5ms}};
  RunResult late = early;
  late.shard.index = 1;
  late.started_at += 250ms;
  late.flights.slowest = {Flight{.change = {3}, .planned = 1s, .converged = 9ms}};
  late.flights.unconverged_left_out = 2;
  const auto merged = merge(std::vector<Part>{{"late", late}, {"early", early}});
  ASSERT_TRUE(merged) << merged.error().message;
  const Flights& flights = merged->result.flights;
  ASSERT_EQ(flights.slowest.size(), 2U);
  EXPECT_EQ(flights.slowest[0].change.value, 3U);
  EXPECT_EQ(flights.slowest[0].planned, 1250ms);
  EXPECT_EQ(flights.slowest[1].planned, 1s);
  EXPECT_EQ(flights.unconverged_left_out, 2U);
}

}  // namespace
}  // namespace shadowsim::measure
