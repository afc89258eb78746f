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

}  // namespace
}  // namespace shadowsim::results
