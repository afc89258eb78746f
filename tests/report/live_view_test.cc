#include "sim/report/live_view.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Seconds = std::vector<std::optional<Duration>>;

Progress sample_progress() {
  return {.phase = "running",
          .elapsed = 15'100ms,
          .total = 30s,
          .connected = 204,
          .target = 204,
          .changes_per_s = 101.4,
          .p50 = 12ms,
          .p99 = 31ms,
          .in_flight = 3};
}

const Seconds kSeconds{10ms, 12ms, 14ms, 20ms, std::nullopt, 40ms, 80ms, 31ms, 9ms, 31ms};

// Characters of UTF-8 text, each of which takes a column here.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

TEST(LiveView, BeforeAnythingHasHappened) {
  const Progress progress{.phase = "connecting",
                          .elapsed = 0s,
                          .total = 30s,
                          .connected = 51,
                          .target = 204,
                          .p50 = {},
                          .p99 = {}};
  EXPECT_THAT(to_live_view(progress, {}, {.width = 60}),
              ElementsAre("connecting  ██████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   25 %",
                          "51/204 connected  0 changes/s  0 in flight  0 refused", "p50 -  p99 -"));
  EXPECT_THAT(to_live_view({}, {}, {.width = 79})[0], HasSubstr("  0 %"));
}

TEST(LiveView, NeverExceedsItsWidth) {
  Progress progress = sample_progress();
  progress.refused = 1234;
  for (std::size_t width = 0; width <= 120; ++width) {
    for (const std::string& line : to_live_view(progress, kSeconds, {.width = width}))
      ASSERT_LE(columns(line), width) << line;
  }
}

TEST(LiveView, InEightyColumns) {
  EXPECT_THAT(to_live_view(sample_progress(), kSeconds, {.width = 79}),
              ElementsAre("running  ████████████████████▏░░░░░░░░░░░░░░░░░░░   50 %  15 s left",
                          "204/204 connected  101 changes/s  3 in flight  0 refused",
                          "p50 12.0 ms  p99 31.0 ms  ▁▂▂▃ ▆█▅▁▅  p99 of 10 s"));
}

TEST(LiveView, LeavesOutWhatMattersLeast) {
  EXPECT_THAT(to_live_view(sample_progress(), kSeconds, {.width = 40}),
              ElementsAre("running  ██████▌░░░░░░   50 %  15 s left",
                          "204/204 connected  101 changes/s", "p50 12.0 ms  p99 31.0 ms"));
  EXPECT_THAT(to_live_view(sample_progress(), kSeconds, {.width = 16}),
              ElementsAre("running   50 %", "101 changes/s", "p99 31.0 ms"));
}

TEST(LiveView, RefusalsAreTheLastThingToGo) {
  Progress progress = sample_progress();
  progress.refused = 17;
  EXPECT_EQ(to_live_view(progress, {}, {.width = 30})[1], "101 changes/s  17 refused");
}

TEST(LiveView, WithoutBlockCharacters) {
  EXPECT_THAT(to_live_view(sample_progress(), kSeconds, {.width = 60, .unicode = false}),
              ElementsAre("running  ################.................   50 %  15 s left",
                          "204/204 connected  101 changes/s  3 in flight  0 refused",
                          "p50 12.0 ms  p99 31.0 ms  ___. -^-_-  p99 of 10 s"));
}

TEST(LiveView, ColourOnlyWhereItIsWanted) {
  Progress progress = sample_progress();
  progress.refused = 17;
  for (const std::string& line : to_live_view(progress, kSeconds, {}))
    EXPECT_THAT(line, Not(HasSubstr("\033")));
  const auto coloured = to_live_view(progress, kSeconds, {.colour = true});
  EXPECT_THAT(coloured[0], testing::StartsWith("\033[1mrunning\033[0m  "));
  EXPECT_THAT(coloured[1], HasSubstr("\033[1;31m17 refused\033[0m"));
}

TEST(LiveView, TimeLeftIsToldInItsOwnUnit) {
  Progress progress = sample_progress();
  progress.total = 2min;
  EXPECT_THAT(to_live_view(progress, {}, {})[0], HasSubstr("1 min 45 s left"));
  progress.total = 3h;
  EXPECT_THAT(to_live_view(progress, {}, {})[0], HasSubstr("2 h 59 min left"));
  progress.total = 15s;
  EXPECT_THAT(to_live_view(progress, {}, {})[0], HasSubstr("100 %")) << "over, but still at work";
}

TEST(LiveView, WhatHardlyDiffersLooksFlat) {
  const Seconds seconds(10, 20ms);
  EXPECT_THAT(to_live_view(sample_progress(), seconds, {})[2], HasSubstr("▁▁▁▁▁▁▁▁▁▁"));
}

}  // namespace
}  // namespace shadowsim::report
