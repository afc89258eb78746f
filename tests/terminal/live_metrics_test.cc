#include "sim/terminal/live_metrics.h"

#include <gtest/gtest.h>

#include "tests/results/sample_result.h"

namespace shadowsim::terminal {
namespace {

using namespace std::chrono_literals;

TEST(LiveMetrics, AreNotServedUnlessAskedFor) {
  const auto server = serve_metrics({});
  ASSERT_TRUE(server);
  EXPECT_FALSE(server->has_value());
}

TEST(LiveMetrics, AnAddressThatIsNotOursIsAnError) {
  EXPECT_TRUE(serve_metrics({.port = 0, .address = "192.0.2.1"}).has_error());
}

TEST(LiveMetrics, ASnapshotIsWhereTheRunStands) {
  runtime::Progress progress{.elapsed = 3s,
                             .length = 10s,
                             .connected = 5,
                             .sessions = 6,
                             .in_flight = 7,
                             .last_interval = std::nullopt};
  progress.figures.changes.converged = 8;
  const metrics::Snapshot snapshot = snapshot_of(progress);
  EXPECT_EQ(snapshot.elapsed, 3s);
  EXPECT_EQ(snapshot.length, 10s);
  EXPECT_EQ(snapshot.connected, 5U);
  EXPECT_EQ(snapshot.sessions, 6U);
  EXPECT_EQ(snapshot.in_flight, 7U);
  EXPECT_EQ(snapshot.figures.changes.converged, 8U);
}

TEST(LiveMetrics, TheLastOneIsTheResult) {
  const auto result = results::sample_result();
  const metrics::Snapshot snapshot = snapshot_of(result);
  EXPECT_EQ(snapshot.figures, measure::live_figures(result));
  EXPECT_EQ(snapshot.connected, 0U);
  EXPECT_EQ(snapshot.in_flight, 0U);
}

}  // namespace
}  // namespace shadowsim::terminal
