#include "sim/scenario/searched_rate.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

std::string scenario(std::string_view streams, std::string_view rest) {
  return "shadowsim: 1\nfleet: {lights: 5}\ntimeline:\n  - churn:\n      for: 10s\n      "
         "desired: " +
         std::string{streams} + "\n" + std::string{rest} + "\n";
}

constexpr std::string_view kSearched = "{rate: find, values: {on: toggle}}";
constexpr std::string_view kThresholds = "thresholds: [changes.unconverged == 0]";

const ChangeStream& stream_of(const Scenario& scenario) {
  return std::get<Churn>(scenario.timeline[0]).streams[0];
}

TEST(SearchedRate, IsNotThereWithoutAFind) {
  const auto plain = good(scenario("{rate: 5/s, values: {on: toggle}}", "search: {to: 7/s}"));
  EXPECT_FALSE(plain.search);
  EXPECT_FALSE(stream_of(plain).is_searched);
}

TEST(SearchedRate, BeginsAtTheLowestOfItsBounds) {
  const auto searched = good(scenario(
      kSearched, "search: {from: 20/s, to: 90/s, within: 0.05}\n" + std::string{kThresholds}));
  ASSERT_TRUE(searched.search);
  EXPECT_EQ(searched.search->from, Rate{20});
  EXPECT_EQ(searched.search->to, Rate{90});
  EXPECT_EQ(searched.search->within, 0.05);
  EXPECT_TRUE(stream_of(searched).is_searched);
  EXPECT_EQ(stream_of(searched).rate.from, Rate{20});
  EXPECT_EQ(stream_of(searched).rate.to, Rate{20});
}

TEST(SearchedRate, HasBoundsOfItsOwn) {
  const auto searched = good(scenario(kSearched, kThresholds));
  ASSERT_TRUE(searched.search);
  EXPECT_EQ(searched.search->from, Rate{100});
  EXPECT_EQ(searched.search->to, Rate{50'000});
}

TEST(SearchedRate, LeavesTheOtherStreamsAlone) {
  const auto searched = good(scenario(
      "[{rate: 5/s, values: {on: toggle}}, {rate: find, values: {color: {one_of: [red]}}}]",
      kThresholds));
  const auto& streams = std::get<Churn>(searched.timeline[0]).streams;
  EXPECT_EQ(streams[0].rate.from, Rate{5});
  EXPECT_EQ(streams[1].rate.from, Rate{100});
}

TEST(SearchedRate, WithAnUnknownKeyInPlaceOfABoundIsToldOfTheKey) {
  EXPECT_EQ(problems_of(
                scenario(kSearched, "search: {from: 20/s, 1to: 90/s}\n" + std::string{kThresholds}))
                .find("s.yaml:7:22: search has no key '1to'"),
            0U)
      << problems_of(
             scenario(kSearched, "search: {from: 20/s, 1to: 90/s}\n" + std::string{kThresholds}));
}

TEST(SearchedRate, IsRefusedWhereItMeansNothing) {
  EXPECT_EQ(problems_of(scenario(kSearched, "")),
            "s.yaml:3:1: 'rate: find' needs thresholds: it finds the highest rate at which they "
            "hold");
  EXPECT_EQ(
      problems_of(scenario(kSearched, "search: {from: 9/s, to: 8/s}\n" + std::string{kThresholds})),
      "s.yaml:7:25: search.to must not be below search.from");
  EXPECT_EQ(problems_of(scenario("[{rate: find, values: {on: toggle}}, {rate: find, values: {on: "
                                 "toggle}}]",
                                 kThresholds)),
            "s.yaml:6:60: timeline[0].churn.desired[1].rate: only one rate can be found, and that "
            "is timeline[0].churn.desired[0].rate");
}

}  // namespace
}  // namespace shadowsim::scenario
