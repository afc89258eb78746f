
#include <gtest/gtest.h>

#include "sim/terminal/options.h"

namespace shadowsim::terminal {
namespace {

using namespace std::chrono_literals;

ConformanceCommand conformance_command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "conformance");
  auto command = parse_command_line(arguments);
  EXPECT_TRUE(std::holds_alternative<ConformanceCommand>(command))
      << std::get<SayCommand>(command).text;
  return std::get<ConformanceCommand>(command);
}

class WrongConformance : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongConformance, IsAnErrorOfUsage) {
  auto arguments = GetParam();
  arguments.insert(arguments.begin(), "conformance");
  const auto command = parse_command_line(arguments);
  ASSERT_TRUE(std::holds_alternative<SayCommand>(command));
  EXPECT_EQ(std::get<SayCommand>(command).code, ExitCode::kUsage);
}

INSTANTIATE_TEST_SUITE_P(, WrongConformance,
                         testing::Values(std::vector<std::string>{},
                                         std::vector<std::string>{"a.json", "b.json"},
                                         std::vector<std::string>{"a.json", "--quiet-ms", "0"},
                                         std::vector<std::string>{"a.json", "--arrival-ms", "x"},
                                         std::vector<std::string>{"a.json", "--sessions", "0"},
                                         std::vector<std::string>{"a.json", "--lights", "5"},
                                         std::vector<std::string>{"a.json", "--port", "65536"}));

TEST(ConformanceOptions, HaveTheSuggestedTimesAndTheEmbeddedEndpointByDefault) {
  const auto command = conformance_command({"a.json"});
  EXPECT_EQ(command.file, "a.json");
  EXPECT_EQ(command.filter, "");
  EXPECT_TRUE(command.endpoint.address.empty());
  EXPECT_EQ(command.version, mqtt::ProtocolVersion::kMqtt5);
  EXPECT_EQ(command.thing_prefix, "conformance");
  EXPECT_EQ(command.arrival, 3s);
  EXPECT_EQ(command.quiet, 200ms);
  EXPECT_FALSE(command.verbose);
}

TEST(ConformanceOptions, AreTakenAsTheyAreGiven) {
  const auto command = conformance_command(
      {"a.json", "--endpoint",   "host",  "--port",         "8883", "--cert",
       "c",      "--key",        "k",     "--ca-file",      "a",    "--mqtt-version",
       "3.1.1",  "--filter",     "delta", "--thing-prefix", "p",    "--sessions",
       "2",      "--arrival-ms", "5000",  "--quiet-ms",     "50",   "--verbose"});
  EXPECT_EQ(command.endpoint.address, "host");
  EXPECT_EQ(command.endpoint.port, 8883);
  EXPECT_EQ(command.endpoint.tls, (mqtt::TlsFiles{"c", "k", "a"}));
  EXPECT_EQ(command.version, mqtt::ProtocolVersion::kMqtt311);
  EXPECT_EQ(command.filter, "delta");
  EXPECT_EQ(command.thing_prefix, "p");
  EXPECT_EQ(command.sessions, 2U);
  EXPECT_EQ(command.arrival, 5s);
  EXPECT_EQ(command.quiet, 50ms);
  EXPECT_TRUE(command.verbose);
}

}  // namespace
}  // namespace shadowsim::terminal
