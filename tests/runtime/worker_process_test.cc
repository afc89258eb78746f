#include "sim/runtime/worker_process.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/scripted_worker.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct Heard {
  std::vector<Report> reports;
  std::vector<std::string> ends;
};

// All that the script says; it is told `order` when it has said the first thing.
Heard heard_of(const std::string& script, const std::optional<Order>& order = std::nullopt) {
  const ScriptedWorker scripted{script};
  boost::asio::io_context context{1};
  Heard heard;
  std::unique_ptr<WorkerProcess> worker;
  auto started =
      WorkerProcess::start(context, ScriptedWorker::program(), {scripted.file()},
                           {.told =
                                [&](Report report) {
                                  heard.reports.push_back(std::move(report));
                                  if (order && heard.reports.size() == 1) worker->tell(*order);
                                },
                            .ended = [&](const std::string& how) { heard.ends.push_back(how); }});
  EXPECT_TRUE(started);
  worker = *std::move(started);
  context.run_for(std::chrono::seconds{60});
  worker->tell(StopWork{});  // to nobody
  return heard;
}

TEST(WorkerProcess, WhoseProgramIsMissingHasEnded) {
  boost::asio::io_context context{1};
  std::string end;
  const auto worker = WorkerProcess::start(
      context, "/no/such/program", {"worker"},
      {.told = [](const Report&) {}, .ended = [&](const std::string& how) { end = how; }});
  ASSERT_TRUE(worker);
  context.run_for(std::chrono::seconds{60});
  EXPECT_EQ(end, "it ended with exit code 127");
}

TEST(WorkerProcess, TellsHowItEnded) {
  EXPECT_THAT(heard_of("kill -9 $$").ends,
              testing::ElementsAre("it was ended by signal 9 (Killed)"));
  EXPECT_THAT(heard_of("exit 3").ends, testing::ElementsAre("it ended with exit code 3"));
}

TEST(WorkerProcess, WhatIsNoReportEndsIt) {
  const Heard heard = heard_of("echo hello >&$fd");
  EXPECT_TRUE(heard.reports.empty());
  ASSERT_EQ(heard.ends.size(), 1U);
  EXPECT_THAT(heard.ends[0], HasSubstr("hello"));
}

TEST(WorkerProcess, HearsReportsBeforeTheEnd) {
  const Heard heard =
      heard_of(R"(echo '{"ready":{}}' >&$fd; echo '{"failed":{"kind":1,"message":"no"}}' >&$fd)");
  ASSERT_EQ(heard.reports.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<WorkerReady>(heard.reports[0]));
  EXPECT_EQ(std::get<WorkerFailed>(heard.reports[1]).error, unreachable_error("no"));
  EXPECT_EQ(heard.ends.size(), 1U);
}

TEST(WorkerProcess, IsToldOrders) {
  const Heard heard = heard_of(R"(
echo '{"ready":{}}' >&$fd
read -r line <&$fd
[[ $line == '{"begin":{"at":42}}' ]] && exit 5)",
                               BeginTimeline{TimePoint{42ns}});
  EXPECT_THAT(heard.ends, testing::ElementsAre("it ended with exit code 5"));
}

}  // namespace
}  // namespace shadowsim::runtime
