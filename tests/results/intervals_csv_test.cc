#include "sim/results/intervals_csv.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::results {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kNames =
    "begin_s,length_s,connected,in_flight,scheduled,converged,superseded,rejected,unconverged,"
    "unsent,published,received,deltas,rejected_messages,lost,convergence_p50_us,"
    "convergence_p99_us,convergence_max_us\n";

TEST(IntervalsCsv, WithoutIntervalsIsTheNamesAlone) {
  EXPECT_EQ(to_intervals_csv({}), kNames);
}

TEST(IntervalsCsv, LeavesOutLatenciesOfNothing) {
  const std::vector<measure::Interval> rows(1);
  EXPECT_EQ(to_intervals_csv(rows),
            std::string{kNames} + "0.000,0.000,0,0,0,0,0,0,0,0,0,0,0,0,0,,,\n");
}

TEST(IntervalsCsv, HasAFieldForEachName) {
  const std::vector<measure::Interval> rows{{.begin = 1s,
                                             .length = 500'400us,
                                             .connected = 1,
                                             .in_flight = 2,
                                             .changes = {3, 4, 5, 6, 7, 8},
                                             .published = 9,
                                             .received = 10,
                                             .deltas = 11,
                                             .rejected = 12,
                                             .lost = 13,
                                             .convergence_p50 = 840'020ns,
                                             .convergence_p99 = 2ms,
                                             .convergence_max = 3'000'000'007ns}};
  EXPECT_EQ(to_intervals_csv(rows), std::string{kNames} +
                                        "1.000,0.500,1,2,3,4,5,6,7,8,9,10,11,12,13,"
                                        "840.020,2000.000,3000000.007\n");
  EXPECT_EQ(std::count(kNames.begin(), kNames.end(), ','), 17);
}

TEST(IntervalsCsv, IsReadBack) {
  std::vector<measure::Interval> rows(2);
  rows[0] = {.begin = 0s,
             .length = 1001ms,
             .connected = 1,
             .in_flight = 2,
             .changes = {3, 4, 5, 6, 7, 8},
             .published = 9,
             .received = 10,
             .deltas = 11,
             .rejected = 12,
             .lost = 13,
             .convergence_p50 = 840'020ns,
             .convergence_p99 = 2ms,
             .convergence_max = 3'000'000'007ns};
  rows[1].begin = 1001ms;
  const std::string text = to_intervals_csv(rows);
  const auto read = parse_intervals_csv(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->size(), 2U);
  EXPECT_EQ(to_intervals_csv(*read), text);
}

TEST(IntervalsCsv, SaysWhichLineIsNoRow) {
  const std::string good = std::string{kNames} + "0.000,0.000,0,0,0,0,0,0,0,0,0,0,0,0,0,,,\n";
  ASSERT_TRUE(parse_intervals_csv(good));
  for (const char* row :
       {"1\n", "0.000,0.000,0,0,0,0,0,0,0,0,0,0,0,0,0,,,", "\n",
        "0.000,0.000,-1,0,0,0,0,0,0,0,0,0,0,0,0,,,\n", "0.000,0.00,0,0,0,0,0,0,0,0,0,0,0,0,0,,,\n",
        "0.000,0.000,0,0,0,0,0,0,0,0,0,0,0,0,0,,,,\n",
        "0.000,0.000,0,0,0,0,0,0,0,0,0,0,0,0,0,x.000,,\n"}) {
    const auto read = parse_intervals_csv(good + row);
    ASSERT_TRUE(read.has_error()) << row;
    EXPECT_NE(read.error().message.find("line 3"), std::string::npos) << read.error().message;
  }
  EXPECT_TRUE(parse_intervals_csv("begin_s\n").has_error());
}

}  // namespace
}  // namespace shadowsim::results
