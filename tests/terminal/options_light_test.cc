#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/terminal/options.h"

namespace shadowsim::terminal {
namespace {

Command parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "light");
  return parse_command_line(arguments);
}

LightCommand light_command(const std::vector<std::string>& arguments) {
  auto command = parse(arguments);
  EXPECT_TRUE(std::holds_alternative<LightCommand>(command)) << std::get<SayCommand>(command).text;
  return std::get<LightCommand>(command);
}

class WrongLight : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongLight, IsAnErrorOfUsage) {
  const auto command = parse(GetParam());
  ASSERT_TRUE(std::holds_alternative<SayCommand>(command));
  EXPECT_EQ(std::get<SayCommand>(command).code, ExitCode::kUsage);
}

INSTANTIATE_TEST_SUITE_P(
    , WrongLight,
    testing::Values(std::vector<std::string>{"lamp"},
                    std::vector<std::string>{"--thing-name", "a lamp"},
                    std::vector<std::string>{"--thing-name", std::string(129, 'a')},
                    std::vector<std::string>{"--client-id", std::string(129, 'a')},
                    std::vector<std::string>{"--shadow-name", "a/b"},
                    std::vector<std::string>{"--shadow-property", ""},
                    std::vector<std::string>{"--mqtt-version", "4"},
                    std::vector<std::string>{"--port", "0"}));

TEST(LightOptions, AreTheSamplesByDefault) {
  const auto command = light_command({});
  EXPECT_TRUE(command.endpoint.address.empty());
  EXPECT_EQ(command.version, mqtt::ProtocolVersion::kMqtt5);
  EXPECT_EQ(command.thing, "light-0000");
  EXPECT_EQ(command.client_id, "test-light-0000");
  EXPECT_EQ(command.shadow, "");
  EXPECT_EQ(command.property, "color");
  EXPECT_FALSE(command.reported_only);
}

TEST(LightOptions, AreTakenAsTheyAreGiven) {
  const auto command = light_command({"--endpoint",
                                      "host",
                                      "--port",
                                      "443",
                                      "--cert",
                                      "c",
                                      "--key",
                                      "k",
                                      "--ca-file",
                                      "a",
                                      "--mqtt-version",
                                      "3.1.1",
                                      "--thing-name",
                                      "lamp",
                                      "--client-id",
                                      "me",
                                      "--shadow-name",
                                      "night",
                                      "--shadow-property",
                                      "on",
                                      "--reported-only"});
  EXPECT_EQ(command.endpoint.address, "host");
  EXPECT_EQ(command.endpoint.port, 443);
  EXPECT_EQ(command.endpoint.tls, (mqtt::TlsFiles{"c", "k", "a"}));
  EXPECT_EQ(command.version, mqtt::ProtocolVersion::kMqtt311);
  EXPECT_EQ(command.thing, "lamp");
  EXPECT_EQ(command.client_id, "me");
  EXPECT_EQ(command.shadow, "night");
  EXPECT_EQ(command.property, "on");
  EXPECT_TRUE(command.reported_only);
}

TEST(LightOptions, TheClientIdFollowsTheThingAsFarAsItMayBeLong) {
  EXPECT_EQ(light_command({"--thing-name", "lamp"}).client_id, "test-lamp");
  EXPECT_EQ(light_command({"--thing-name", std::string(128, 'a')}).client_id.size(), 128U);
}

}  // namespace
}  // namespace shadowsim::terminal
