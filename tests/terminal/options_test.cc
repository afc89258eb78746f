#include "sim/terminal/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/terminal/saying.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

RunCommand run_command(const std::vector<std::string>& arguments) {
  auto command = parse_command_line(arguments);
  EXPECT_TRUE(std::holds_alternative<RunCommand>(command)) << std::get<SayCommand>(command).text;
  return std::get<RunCommand>(command);
}

class WrongUse : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongUse, IsSaidOnStderrWithExitCode2) {
  const SayCommand say = said(GetParam());
  EXPECT_EQ(say.code, ExitCode::kUsage);
  EXPECT_TRUE(say.to_stderr);
  EXPECT_THAT(say.text, HasSubstr("--help"));
}

INSTANTIATE_TEST_SUITE_P(
    , WrongUse,
    testing::Values(std::vector<std::string>{}, std::vector<std::string>{"fly"},
                    std::vector<std::string>{"run"},
                    std::vector<std::string>{"run", "a.yaml", "--fast"},
                    std::vector<std::string>{"run", "a.yaml", "b.yaml"},
                    std::vector<std::string>{"run", "a.yaml", "--port", "0"},
                    std::vector<std::string>{"run", "a.yaml", "--port", "x"},
                    std::vector<std::string>{"run", "a.yaml", "--mqtt-version", "4"},
                    std::vector<std::string>{"completion", "fish"},
                    std::vector<std::string>{"run", "a.yaml", "--client", "mosquito"}));

TEST(Options, HelpAndVersionGoToStdoutWithExitCode0) {
  for (const auto& arguments :
       {std::vector<std::string>{"--help"}, std::vector<std::string>{"run", "--help"},
        std::vector<std::string>{"check", "--help"}, std::vector<std::string>{"--version"}}) {
    const SayCommand say = said(arguments);
    EXPECT_EQ(say.code, ExitCode::kPassed);
    EXPECT_FALSE(say.to_stderr);
    EXPECT_THAT(say.text, HasSubstr("shadowsim"));
  }
}

TEST(Options, CertificatesGoWhereTheyAreToldAndAreOfTheChangedFleet) {
  const auto certs = std::get<CertsCommand>(
      parse_command_line({"certs", "a.yaml", "--out", "c", "--lights", "7"}));
  EXPECT_EQ(certs.file, "a.yaml");
  EXPECT_EQ(certs.out, "c");
  EXPECT_EQ(certs.overrides.lights, "7");
}

TEST(Options, HiddenCommandsStayHidden) {
  EXPECT_THAT(said({"--help"}).text, testing::Not(HasSubstr("floor-peer")));
  EXPECT_THAT(said({"--help"}).text, testing::Not(HasSubstr("worker  ")));
}

TEST(Options, AMergeNeedsItsPartsAndAPlaceForTheResult) {
  EXPECT_EQ(said({"merge", "--out", "whole"}).code, ExitCode::kUsage);
  EXPECT_EQ(said({"merge", "a", "b"}).code, ExitCode::kUsage);
  const auto merge = std::get<MergeCommand>(
      parse_command_line({"merge", "a", "b", "--out", "whole", "--allow-missing"}));
  EXPECT_EQ(merge.directories, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(merge.out, "whole");
  EXPECT_TRUE(merge.allows_missing);
  EXPECT_FALSE(merge.output.quiet || merge.output.json || merge.output.annotations);
}

TEST(Options, WithoutAnyTheEndpointIsTheEmbeddedOneAndMqttIs5) {
  const RunCommand run = run_command({"run", "a.yaml"});
  EXPECT_EQ(run.file, "a.yaml");
  EXPECT_TRUE(run.endpoint.address.empty());
  EXPECT_FALSE(run.version) << "the scenario's";
  EXPECT_FALSE(run.output.quiet || run.output.json || run.output.annotations);
}

TEST(Options, AnEndpointIsTakenWord) {
  const RunCommand run =
      run_command({"run", "a.yaml", "--endpoint", "example.com", "--port", "443", "--cert", "c",
                   "--key", "k", "--ca-file", "a", "--mqtt-version", "3.1.1"});
  EXPECT_EQ(run.endpoint.address, "example.com");
  EXPECT_EQ(run.endpoint.port, 443);
  EXPECT_EQ(run.endpoint.tls, (mqtt::TlsFiles{"c", "k", "a"}));
  EXPECT_EQ(run.version, mqtt::ProtocolVersion::kMqtt311);
}

TEST(Options, TheClientIsPahoUnlessSaid) {
  EXPECT_EQ(run_command({"run", "a.yaml"}).client->name, "paho");
  EXPECT_EQ(run_command({"run", "a.yaml", "--client", "mosquitto"}).client->name, "mosquitto");
}

TEST(Options, ADivisionIsTakenAsItIsWritten) {
  const RunCommand run =
      run_command({"run", "a.yaml", "--shard", "2/4", "--start-at", "2026-11-23T08:00:00Z"});
  EXPECT_EQ(run.division.shard, "2/4");
  EXPECT_EQ(run.division.start_at, "2026-11-23T08:00:00Z");
}

TEST(Options, OverridesAreHandedOnInTheOrderGiven) {
  const RunCommand run =
      run_command({"run", "a.yaml", "--set", "a=1", "--lights", "7", "--set", "b=2", "--seed", "9",
                   "--duration", "5s", "--thing-name", "lamp-{index}"});
  EXPECT_EQ(run.overrides.sets,
            (std::vector<std::string>{"a=1", "b=2", "fleet.thing_name=\"lamp-{index}\""}));
  EXPECT_EQ(run.overrides.lights, "7");
  EXPECT_EQ(run.overrides.seed, "9");
  EXPECT_EQ(run.overrides.duration, "5s");
}

}  // namespace
}  // namespace shadowsim::terminal
