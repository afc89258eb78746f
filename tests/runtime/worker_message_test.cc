#include "sim/runtime/worker_message.h"

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

TEST(WorkerMessage, WhatIsNoMessageIsAnError) {
  for (const char* line :
       {"", "ready", "{}", "[]", R"({"ready":{})", R"({"dance":{}})", R"({"failed":{"kind":1}})",
        R"({"failed":{"kind":9,"message":""}})", R"({"progress":{}})", R"({"done":[]})",
        R"({"done":{"summary":"","histograms":"","intervals":"","slowest":"",)"
        R"("interrupted":false,"refusal":{"kind":1}}})",
        R"({"ready":{},"done":{}})"}) {
    const auto report = parse_report(line);
    ASSERT_TRUE(report.has_error()) << line;
    EXPECT_EQ(report.error().kind, ErrorKind::kSystem);
  }
  for (const char* line : {"", R"({"begin":{}})", R"({"begin":{"at":"now"}})", R"({"ready":{}})"})
    EXPECT_TRUE(parse_order(line).has_error()) << line;
}

TEST(WorkerMessage, OrdersAreReadBack) {
  for (const Order& order :
       {Order{BeginTimeline{TimePoint{123456789012345ns}}}, Order{StopWork{}}}) {
    const auto read = parse_order(to_line(order));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, order);
  }
}

TEST(WorkerMessage, ReportsAreReadBackFromOneLine) {
  const WorkerDone done{.summary = "{\n \"schema\": \"s\"\n}\n",
                        .histograms = "h\\\"",
                        .intervals = "a,b\n1,2\n",
                        .slowest = "{}\n",
                        .interrupted = true};
  ASSERT_EQ(to_line(done).find('\n'), std::string::npos);
  EXPECT_EQ(std::get<WorkerDone>(*parse_report(to_line(done))), done);
  WorkerDone refused = done;
  refused.refusal = unreachable_error("no light could connect: \"0x87\"");
  EXPECT_EQ(std::get<WorkerDone>(*parse_report(to_line(refused))), refused);
  const WorkerFailed failed{unreachable_error("nobody at \"home\"")};
  EXPECT_EQ(std::get<WorkerFailed>(*parse_report(to_line(failed))), failed);
  EXPECT_TRUE(std::holds_alternative<WorkerReady>(*parse_report(to_line(WorkerReady{}))));
}

TEST(WorkerMessage, ProgressIsReadBackAsFarAsTheLiveLineShowsIt) {
  Progress progress{.phase = fleet::Phase::kDraining,
                    .elapsed = 3s,
                    .length = 10s,
                    .connected = 7,
                    .sessions = 8,
                    .in_flight = 9,
                    .last_interval = std::nullopt};
  const auto bare = std::get<Progress>(*parse_report(to_line(progress)));
  EXPECT_EQ(bare.phase, progress.phase);
  EXPECT_EQ(bare.elapsed, 3s);
  EXPECT_EQ(bare.length, 10s);
  EXPECT_EQ(bare.connected, 7U);
  EXPECT_EQ(bare.sessions, 8U);
  EXPECT_EQ(bare.in_flight, 9U);
  EXPECT_FALSE(bare.last_interval);

  progress.last_interval =
      measure::Interval{.begin = 2s,
                        .length = 1s,
                        .changes = {.scheduled = 5, .converged = 4, .unsent = 1},
                        .convergence_p50 = 10us,
                        .convergence_p99 = 20us,
                        .convergence_max = 30us};
  progress.figures.changes.converged = 12;
  progress.figures.messages.rejected = {{409, 3}};
  const auto read = std::get<Progress>(*parse_report(to_line(progress)));
  EXPECT_EQ(read.figures, progress.figures);
  ASSERT_TRUE(read.last_interval);
  EXPECT_EQ(read.last_interval->begin, 2s);
  EXPECT_EQ(read.last_interval->length, 1s);
  EXPECT_EQ(read.last_interval->changes, progress.last_interval->changes);
  EXPECT_EQ(read.last_interval->convergence_p50, 10us);
  EXPECT_EQ(read.last_interval->convergence_p99, 20us);
  EXPECT_EQ(read.last_interval->convergence_max, 30us);
}

}  // namespace
}  // namespace shadowsim::runtime
