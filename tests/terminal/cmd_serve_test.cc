// `shadowsim serve` as a process, as a person with mosquitto's clients meets it.

#include "sim/terminal/cmd_serve.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/child_process.h"
#include "sim/endpoint/loopback_port.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/serve/serve_process.h"

namespace shadowsim::terminal {
namespace {

using endpoint::TemporaryDirectory;
using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

struct Said {
  int exit_code = -1;
  std::string text;
};

// Runs a line of shell and takes what it says on both its outputs.
Said run(const std::string& line) {
  Said said;
  FILE* const pipe = popen(("(" + line + ") 2>&1").c_str(), "r");
  std::array<char, 512> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
    said.text += buffer.data();
  const int status = pclose(pipe);
  said.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return said;
}

std::string get_line(std::uint16_t port, const std::string& options) {
  return fmt::format(
      "mosquitto_rr -h 127.0.0.1 -p {} {} -W 10 -q 1 -m '' -t '$aws/things/lamp/shadow/get' "
      "-e '$aws/things/lamp/shadow/get/accepted'",
      port, options);
}

std::string update_line(std::uint16_t port, const std::string& options) {
  return fmt::format(
      "mosquitto_pub -h 127.0.0.1 -p {} {} -i phone -q 1 -t '$aws/things/lamp/shadow/update' "
      "-m '{{\"state\":{{\"desired\":{{\"color\":\"red\"}}}}}}'",
      port, options);
}

TEST(Serve, OnAPortThatIsTakenSaysSo) {
  const auto taken = endpoint::LoopbackPort::reserve(0).value();
  ServeProcess serve{{"--port", fmt::to_string(taken.number())}};
  EXPECT_EQ(serve.wait_for_exit(), 4);
  EXPECT_EQ(serve.output(), "");
  EXPECT_EQ(
      serve.errors(),
      fmt::format("shadowsim: port {} of 127.0.0.1 is taken by another program\n", taken.number()));
}

TEST(Serve, WithAWrongOptionIsAUsageError) {
  ServeProcess serve{{"--durable"}};
  EXPECT_EQ(serve.wait_for_exit(), 2);
  EXPECT_EQ(serve.output(), "");
}

TEST(Serve, WithADatabaseThatIsNoneSaysSoPlainly) {
  const TemporaryDirectory directory;
  std::ofstream{directory.file("shadows.sqlite")} << std::string(1000, 'x');
  ServeProcess serve{{"--data", directory.path()}};
  EXPECT_EQ(serve.wait_for_exit(), 4);
  EXPECT_EQ(serve.errors(),
            fmt::format("shadowsim: {} is no database\n", directory.file("shadows.sqlite")));
}

TEST(Serve, WithAnIncompleteDirectoryOfCertificatesNamesTheFile) {
  const TemporaryDirectory directory;
  std::ofstream{directory.file("ca.pem")} << "x";
  ServeProcess serve{{"--tls-port", "0", "--certs", directory.path()}};
  EXPECT_EQ(serve.wait_for_exit(), 2);
  EXPECT_THAT(serve.errors(), HasSubstr("missing: " + directory.file("server.pem")));
}

TEST(Serve, PrintsOneLineWhenItAcceptsClientsAndEndsWhenAskedToWithItsBroker) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    ServeProcess serve{{}};
    const auto port = serve.wait_for_port();
    ASSERT_TRUE(endpoint::accepts_connections(port));
    const auto broker = endpoint::open_process(serve.broker());
    ASSERT_TRUE(broker.is_open());
    serve.send(signal);
    EXPECT_EQ(serve.wait_for_exit(), 0);
    EXPECT_EQ(serve.output(), fmt::format("ready mqtt://127.0.0.1:{}\n", port));
    EXPECT_EQ(serve.errors(), "");
    EXPECT_FALSE(endpoint::accepts_connections(port));
  }
}

TEST(Serve, WhoseBrokerDiesSaysSo) {
  ServeProcess serve{{}};
  serve.wait_for_port();
  ASSERT_GT(serve.broker(), 0);
  kill(serve.broker(), SIGKILL);
  EXPECT_EQ(serve.wait_for_exit(), 4);
  EXPECT_THAT(serve.errors(), HasSubstr("shadowsim: the broker has ended"));
}

TEST(Serve, LetsInOverTlsWhoHasACertificateThatItMade) {
  const TemporaryDirectory directory;
  const std::string certificates = directory.file("certs");
  ServeProcess serve{{"--tls-port", "0", "--certs", certificates}};
  serve.wait_for_port();
  const auto port = port_after(serve.errors(), "mqtts://127.0.0.1:");
  ASSERT_NE(port, 0) << serve.errors();
  const std::string trust = "--cafile " + certificates + "/ca.pem";
  const std::string identity =
      fmt::format(" --cert {0}/client.pem --key {0}/client.key", certificates);

  EXPECT_NE(run(update_line(port, trust)).exit_code, 0) << "without a certificate";
  EXPECT_NE(run(update_line(port, "")).exit_code, 0) << "without TLS";
  const auto updated = run(update_line(port, trust + identity));
  EXPECT_EQ(updated.exit_code, 0) << updated.text;
  const auto got = run(get_line(port, trust + identity));
  EXPECT_EQ(got.exit_code, 0);
  EXPECT_THAT(got.text, AllOf(HasSubstr(R"("color":"red")"), HasSubstr(R"("version":1)")));
}

TEST(Serve, ListensForWebSocketsWhereAskedTo) {
  ServeProcess serve{{"--ws-port", "0"}};
  serve.wait_for_port();
  const auto port = port_after(serve.errors(), "ws://127.0.0.1:");
  ASSERT_NE(port, 0) << serve.errors();
  EXPECT_TRUE(endpoint::accepts_connections(port));
}

TEST(Serve, ListensForWebSocketsOverTlsWithTheSameCertificates) {
  const TemporaryDirectory directory;
  const std::string certificates = directory.file("certs");
  ServeProcess serve{{"--wss-port", "0", "--certs", certificates}};
  serve.wait_for_port();
  EXPECT_THAT(serve.errors(), HasSubstr("for clients with a certificate, see " + certificates));
  const auto port = port_after(serve.errors(), "wss://127.0.0.1:");
  ASSERT_NE(port, 0) << serve.errors();
  const std::string light = fmt::format(
      "echo red | {} light --endpoint wss://127.0.0.1:{} --thing-name lamp --ca-file {}/ca.pem",
      SHADOWSIM_PROGRAM, port, certificates);
  EXPECT_EQ(run(light).exit_code, 3) << "without a certificate";
  const auto accepted =
      run(light + fmt::format(" --cert {0}/client.pem --key {0}/client.key", certificates));
  EXPECT_EQ(accepted.exit_code, 0);
  EXPECT_THAT(accepted.text, HasSubstr("accepted: color \"red\" reported and desired"));
}

TEST(Serve, LogsWhatIsAskedAndAnsweredIfVerbose) {
  ServeProcess serve{{"--verbose"}};
  const auto port = serve.wait_for_port();
  ASSERT_EQ(run(update_line(port, "")).exit_code, 0);
  ASSERT_EQ(run(get_line(port, "-i phone")).exit_code, 0);
  const std::string time = "[0-9:.]+Z ";
  const std::string topic = "\\$aws/things/lamp/shadow/";
  EXPECT_THAT(serve.errors(),
              MatchesRegex(time + "phone > " + topic + "update \\{\"state\":[^\n]*\n" +  //
                           time + "< " + topic + "update/delta \\{[^\n]*\n" +            //
                           time + "< " + topic + "update/accepted \\{[^\n]*\n" +         //
                           time + "< " + topic + "update/documents \\{[^\n]*\n" +        //
                           time + "phone > " + topic + "get \n" +                        //
                           time + "< " + topic + "get/accepted \\{[^\n]*\n"));
}

TEST(Serve, KeepsShadowsInADirectoryGivenRelativelyToo) {
  const TemporaryDirectory directory;
  const auto relative = std::filesystem::relative(directory.file("data")).string();
  for (const char* version : {R"("version":1)", R"("version":2)"}) {
    ServeProcess serve{{"--data", relative}};
    const auto port = serve.wait_for_port();
    ASSERT_EQ(run(update_line(port, "")).exit_code, 0);
    EXPECT_THAT(run(get_line(port, "")).text, HasSubstr(version));
    serve.send(SIGTERM);
    EXPECT_EQ(serve.wait_for_exit(), 0);
  }
}

}  // namespace
}  // namespace shadowsim::terminal
