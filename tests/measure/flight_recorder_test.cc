#include "sim/measure/flight_recorder.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/base/random.h"

namespace shadowsim::measure {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kBegan{1h};

Flight flight(std::uint32_t change, Duration convergence) {
  return {.change = {change}, .planned = kBegan.time_since_epoch() + 1s, .converged = convergence};
}

Flight open_flight(std::uint32_t change) {
  return {.change = {change}, .planned = kBegan.time_since_epoch()};
}

std::vector<std::uint32_t> changes_of(const std::vector<Flight>& flights) {
  std::vector<std::uint32_t> changes;
  for (const Flight& of : flights)
    changes.push_back(of.change.value);
  return changes;
}

TEST(FlightRecorder, KeepsNothingWhereNothingHappened) {
  EXPECT_EQ(FlightRecorder{}.flights(kBegan), Flights{});
}

TEST(FlightRecorder, KeepsTheSlowestOfManyTheSlowestFirst) {
  Random random{7};
  std::vector<Duration> all;
  FlightRecorder recorder;
  for (std::uint32_t change = 0; change < 5000; ++change) {
    all.emplace_back(static_cast<Duration::rep>(random.below(1'000'000'000)));
    if (recorder.wants(all.back())) recorder.converged(flight(change, all.back()));
  }
  std::ranges::sort(all, std::greater{});
  const Flights kept = recorder.flights(kBegan);
  ASSERT_EQ(kept.slowest.size(), kSlowestKept);
  for (std::size_t i = 0; i < kSlowestKept; ++i)
    EXPECT_EQ(kept.slowest[i].converged, all[i]) << i;
}

TEST(FlightRecorder, WantsOnlyWhatIsSlowerThanTheFastestOfAFullSet) {
  FlightRecorder recorder;
  for (std::uint32_t change = 0; change < kSlowestKept; ++change) {
    EXPECT_TRUE(recorder.wants(Duration::zero()));
    recorder.converged(flight(change, 1ms * (change + 1)));
  }
  EXPECT_FALSE(recorder.wants(1ms)) << "the first to come is kept";
  EXPECT_TRUE(recorder.wants(1ms + 1ns));
  recorder.converged(flight(900, 1ms));
  EXPECT_EQ(recorder.flights(kBegan).slowest.back().change.value, 0U);
}

TEST(FlightRecorder, KeepsTheFirstUnconvergedInWhateverOrderTheyAreTold) {
  FlightRecorder recorder;
  for (std::uint32_t change = 250; change-- > 0;)
    recorder.unconverged(open_flight(change));
  const Flights kept = recorder.flights(kBegan);
  ASSERT_EQ(kept.unconverged.size(), kUnconvergedKept);
  EXPECT_EQ(kept.unconverged.front().change.value, 0U);
  EXPECT_EQ(kept.unconverged.back().change.value, kUnconvergedKept - 1);
  EXPECT_EQ(kept.unconverged_left_out, 250 - kUnconvergedKept);
}

TEST(FlightRecorder, TellsTimesSinceTheRunBegan) {
  FlightRecorder recorder;
  recorder.converged(flight(1, 5ms));
  EXPECT_EQ(recorder.flights(kBegan).slowest.front().planned, 1s);
}

TEST(Flights, OfTwoPartsTheSlowestOfAllAreKept) {
  Flights to;
  Flights more;
  for (std::uint32_t i = 0; i < kSlowestKept; ++i) {
    to.slowest.push_back(flight(2 * i, 1ms * (2 * i)));
    more.slowest.push_back(flight(2 * i + 1, 1ms * (2 * i + 1)));
  }
  for (std::uint32_t i = 0; i < kUnconvergedKept; ++i) {
    to.unconverged.push_back(open_flight(2 * i));
    more.unconverged.push_back(open_flight(2 * i + 1));
  }
  to.unconverged_left_out = 3;
  more.unconverged_left_out = 4;
  const Duration before = more.slowest.back().planned;
  add(to, more, 250ms);
  ASSERT_EQ(to.slowest.size(), kSlowestKept);
  EXPECT_EQ(changes_of(to.slowest).front(), 2 * kSlowestKept - 1);
  EXPECT_EQ(changes_of(to.slowest).back(), kSlowestKept);
  EXPECT_EQ(to.slowest.front().planned, before + 250ms) << "it counts from another start";
  ASSERT_EQ(to.unconverged.size(), kUnconvergedKept);
  EXPECT_EQ(changes_of(to.unconverged).back(), kUnconvergedKept - 1);
  EXPECT_EQ(to.unconverged_left_out, 3 + 4 + kUnconvergedKept);
}

}  // namespace
}  // namespace shadowsim::measure
