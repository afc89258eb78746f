#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/terminal/options.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

struct WrongLine {
  std::vector<std::string> words;
  const char* said;
};

class RefuseServe : public testing::TestWithParam<WrongLine> {};

TEST_P(RefuseServe, SaysWhatIsWrong) {
  std::vector<std::string> words{"serve"};
  words.insert(words.end(), GetParam().words.begin(), GetParam().words.end());
  const auto command = parse_command_line(words);
  const auto* const said = std::get_if<SayCommand>(&command);
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->code, ExitCode::kUsage);
  EXPECT_TRUE(said->to_stderr);
  EXPECT_THAT(said->text, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseServe,
    testing::Values(
        WrongLine{{"--port", "65536"}, "--port"}, WrongLine{{"--port", "-1"}, "--port"},
        WrongLine{{"--ws-port", "x"}, "--ws-port"},
        WrongLine{{"--tls-port", "0"}, "needs --certs DIR"},
        WrongLine{{"--wss-port", "0"}, "--wss-port: needs --certs DIR"},
        WrongLine{{"--certs", "c"}, "needs --tls-port N or --wss-port N"},
        WrongLine{{"--durable"}, "needs --data DIR"},
        WrongLine{{"--policy", "p", "--ws-port", "0"}, "--policy: cannot be held to over"},
        WrongLine{{"--policy", "light-*="}, "--policy: 'light-*=' has no FILE"},
        WrongLine{{"--policy", "p", "--policy", "=p"}, "--policy: '=p' has no NAMES"},
        WrongLine{{"--quotas", "q", "--ws-port", "0"}, "--quotas: cannot be held to over"},
        WrongLine{{"file"}, "file"}));

TEST(ServeOptions, AreThoseOfAPlainBrokerByDefault) {
  const auto serve = std::get<ServeCommand>(parse_command_line({"serve"}));
  EXPECT_EQ(serve.port, 1883);
  EXPECT_FALSE(serve.tls_port.has_value());
  EXPECT_FALSE(serve.web_socket_port.has_value());
  EXPECT_FALSE(serve.secure_web_socket_port.has_value());
  EXPECT_EQ(serve.data, "");
  EXPECT_FALSE(serve.durable);
  EXPECT_FALSE(serve.verbose);
}

TEST(ServeOptions, AttachPoliciesToEverybodyOrToThingsOfAName) {
  const auto serve = std::get<ServeCommand>(
      parse_command_line({"serve", "--policy", "a.json", "--policy", "light-*=b.json"}));
  EXPECT_EQ(serve.policies,
            (std::vector<scenario::PolicyChoice>{{"", "a.json"}, {"light-*", "b.json"}}));
}

TEST(ServeOptions, AreRead) {
  const auto serve = std::get<ServeCommand>(
      parse_command_line({"serve", "--port", "0", "--tls-port", "8883", "--certs", "c", "--ws-port",
                          "9001", "--wss-port", "9002", "--data", "d", "--durable", "--verbose"}));
  EXPECT_EQ(serve.port, 0);
  EXPECT_EQ(serve.tls_port, 8883);
  EXPECT_EQ(serve.web_socket_port, 9001);
  EXPECT_EQ(serve.secure_web_socket_port, 9002);
  EXPECT_EQ(serve.certificates, "c");
  EXPECT_EQ(serve.data, "d");
  EXPECT_TRUE(serve.durable);
  EXPECT_TRUE(serve.verbose);
}

}  // namespace
}  // namespace shadowsim::terminal
