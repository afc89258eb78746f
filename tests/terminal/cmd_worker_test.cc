#include "sim/terminal/cmd_worker.h"

#include <gtest/gtest.h>

#include "sim/runtime/worker_process.h"

namespace shadowsim::terminal {
namespace {

// What the program makes of its own command line for a worker.
WorkerCommand parsed(const RunCommand& run, const mqtt::EndpointOptions& endpoint,
                     bool hears_everybody = false) {
  auto arguments = worker_arguments(run, endpoint, {2, 4}, hears_everybody);
  arguments.insert(arguments.begin() + 1, std::string{runtime::kParentOption} + "=7");
  auto command = parse_command_line(arguments);
  if (const auto* const say = std::get_if<SayCommand>(&command)) {
    ADD_FAILURE() << say->text;
    return {};
  }
  return std::get<WorkerCommand>(command);
}

TEST(WorkerArguments, AreReadBack) {
  RunCommand run;
  run.file = "-odd name.yaml";
  run.version = mqtt::ProtocolVersion::kMqtt311;
  run.overrides.sets = {"a=1", "-b=\"x y\"", "thresholds=[a < 1]"};
  run.overrides.lights = "7";
  run.overrides.seed = "9";
  run.overrides.duration = "5s";
  const WorkerCommand worker =
      parsed(run, {.address = "example.com", .port = 8883, .tls = {"c", "-k", "a"}});
  EXPECT_EQ(worker.file, run.file);
  EXPECT_EQ(worker.version, run.version);
  EXPECT_EQ(worker.overrides.sets, run.overrides.sets);
  EXPECT_EQ(worker.overrides.lights, "7");
  EXPECT_EQ(worker.overrides.seed, "9");
  EXPECT_EQ(worker.overrides.duration, "5s");
  EXPECT_EQ(worker.endpoint.address, "example.com");
  EXPECT_EQ(worker.endpoint.port, 8883);
  EXPECT_EQ(worker.endpoint.tls, (mqtt::TlsFiles{"c", "-k", "a"}));
  EXPECT_EQ(worker.shard, "2/4");
  EXPECT_EQ(worker.parent, 7);
  EXPECT_FALSE(worker.hears_everybody);
}

TEST(WorkerArguments, SayWhetherEverybodyIsToBeHeard) {
  RunCommand run;
  run.file = "a.yaml";
  EXPECT_TRUE(parsed(run, {.address = "mqtt://127.0.0.1:1"}, true).hears_everybody);
}

TEST(WorkerArguments, LeaveOutWhatTheRunLeavesOut) {
  RunCommand run;
  run.file = "a.yaml";
  const WorkerCommand worker = parsed(run, {.address = "mqtt://127.0.0.1:1", .port = 0, .tls = {}});
  EXPECT_EQ(worker.version, std::nullopt);
  EXPECT_TRUE(worker.overrides.sets.empty());
  EXPECT_EQ(worker.overrides.lights, std::nullopt);
}

}  // namespace
}  // namespace shadowsim::terminal
