#include "sim/terminal/cmd_light.h"

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/loopback_port.h"
#include "tests/endpoint/tls_parties.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using endpoint::BrokerProcess;
using process::Ended;
using process::Process;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A broker with the shadow service, and lights whose input is a pipe.
class LightCommandTest : public testing::Test {
 protected:
  static BrokerProcess start_broker(endpoint::BrokerConfig config = {}) {
    config.plugin = SHADOWSIM_PLUGIN;
    auto broker = BrokerProcess::start(
        {.config = config, .plugin_tells_readiness = true, .inherited = {}, .program = {}});
    EXPECT_TRUE(broker) << broker.error().message;
    return *std::move(broker);
  }

  static std::string uri_of(const BrokerProcess& broker) {
    return fmt::format("mqtt://127.0.0.1:{}", broker.port());
  }

  static std::unique_ptr<Process> light(const std::string& uri,
                                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"light", "--thing-name", "lamp"};
    if (!uri.empty()) arguments.insert(arguments.end(), {"--endpoint", uri});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return std::make_unique<Process>(SHADOWSIM_PROGRAM, arguments,
                                     Process::Options{.reads_from_test = true});
  }

  // A light whose pipe ends after `text`.
  static Ended light_says(const std::string& uri, const std::string& text,
                          const std::vector<std::string>& more = {}) {
    const auto process = light(uri, more);
    process->type(text);
    process->end_input();
    return process->wait();
  }
};

constexpr const char* kRedAccepted = "accepted: color \"red\" reported and desired (version 2)\n";

TEST_F(LightCommandTest, SaysWhyTheEndpointCannotBeReached) {
  const auto port = endpoint::LoopbackPort::reserve(0)->number();  // of nobody any more
  const Ended ended = light_says(fmt::format("mqtt://127.0.0.1:{}", port), "red\n");
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, AllOf(StartsWith("shadowsim: "), HasSubstr("Connection refused")));
}

TEST_F(LightCommandTest, WithACertificateThatIsNotThereIsAnErrorOfUsage) {
  const Ended ended = light_says("127.0.0.1", "", {"--cert", "no.pem", "--key", "no.key"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("no.pem"));
}

TEST_F(LightCommandTest, ReportsWhatAPipeSaysBeforeItEndsWithoutALineEnd) {
  const Ended ended = light_says("", "red\n{\"r\": 9}");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(
      ended.out,
      AllOf(
          StartsWith("connected to mqtt://127.0.0.1:"),
          EndsWith(std::string{" as test-lamp\n"
                               "lamp has no shadow yet\n"
                               "color \"off\" by default\n"
                               "accepted: color \"off\" reported and desired (version 1)\n"} +
                   kRedAccepted + "accepted: color {\"r\":9} reported and desired (version 3)\n")));
}

TEST_F(LightCommandTest, FindsWhatItHadBeforeARestart) {
  const auto broker = start_broker();
  light_says(uri_of(broker), "red\n");
  const Ended ended = light_says(uri_of(broker), "");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, EndsWith("the shadow of lamp holds color: reported \"red\", "
                                  "desired \"red\" (version 2)\n"));
}

TEST_F(LightCommandTest, ShowsAndAppliesADesiredChangeFromAnotherSession) {
  const auto broker = start_broker();
  const auto lamp = light(uri_of(broker));
  ASSERT_TRUE(lamp->says("(version 1)"));
  const auto other = light(uri_of(broker), {"--client-id", "switch"});
  ASSERT_TRUE(other->says("desired \"off\" (version 1)"));
  other->type("blue\n");
  EXPECT_TRUE(lamp->says("desired: color \"blue\"\naccepted: color \"blue\" reported (version 3)"));
  lamp->type("quit\n");
  other->type("quit\n");
  EXPECT_EQ(lamp->wait().exit_code, 0);
  EXPECT_EQ(other->wait().exit_code, 0);
}

TEST_F(LightCommandTest, GoesBackToWhatIsDesiredWhereItOnlyReports) {
  const auto broker = start_broker();
  light_says(uri_of(broker), "red\n");
  const auto lamp = light(uri_of(broker), {"--reported-only"});
  lamp->type("blue\n");
  EXPECT_TRUE(lamp->says("accepted: color \"blue\" reported (version 3)\n"));
  EXPECT_TRUE(lamp->says("desired: color \"red\"\n"));
  EXPECT_TRUE(lamp->says("accepted: color \"red\" reported (version 4)\n"));
}

TEST_F(LightCommandTest, KeepsNamedShadowsApart) {
  const auto broker = start_broker();
  light_says(uri_of(broker), "red\n");
  const Ended ended = light_says(uri_of(broker), "red\n", {"--shadow-name", "night"});
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("lamp has no shadow night yet\n"), EndsWith(kRedAccepted)));
}

TEST_F(LightCommandTest, HasAnyPropertyAndSpeaksMqtt311) {
  const auto broker = start_broker();
  const Ended ended =
      light_says(uri_of(broker), "true\n", {"--shadow-property", "on", "--mqtt-version", "3.1.1"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out, EndsWith("accepted: on true reported and desired (version 2)\n"));
}

TEST_F(LightCommandTest, SaysWhatTheServiceRefuses) {
  const auto broker = start_broker();
  const Ended ended = light_says(uri_of(broker), std::string(9000, 'x') + "\nred\n");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, StartsWith("shadowsim: refused: 413 "));
  EXPECT_THAT(ended.out, EndsWith(kRedAccepted));
}

TEST_F(LightCommandTest, GoesOverMutualTls) {
  const endpoint::TlsParties parties;
  const auto broker = start_broker({.tls = parties.listener()});
  auto words = parties.client_options();
  words.insert(words.end(), {"--port", std::to_string(broker.tls_port())});
  const Ended ended = light_says("127.0.0.1", "red\n", words);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(StartsWith("connected to mqtts://"), EndsWith(kRedAccepted)));
}

// Over WebSockets, in both versions of the protocol.
class LightOverWebSocketsTest : public LightCommandTest,
                                public testing::WithParamInterface<const char*> {
 protected:
  static std::string secure_uri(const BrokerProcess& broker) {
    return fmt::format("wss://127.0.0.1:{}", broker.secure_web_socket_port());
  }

  static Ended light_says_red(const std::string& uri, std::vector<std::string> words = {}) {
    words.insert(words.end(), {"--mqtt-version", GetParam()});
    return light_says(uri, "red\n", words);
  }
};

TEST_P(LightOverWebSocketsTest, TellsThatTheServersCertificateIsNotTrusted) {
  const endpoint::TlsParties parties;
  const endpoint::TlsParties others;
  const auto broker = start_broker({.secure_web_socket = parties.listener(false)});
  const Ended ended = light_says_red(secure_uri(broker), others.trust_options());
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("the server's certificate is not trusted"));
}

TEST_P(LightOverWebSocketsTest, IsRefusedWithoutTheCertificateThatTheServerRequires) {
  const endpoint::TlsParties parties;
  const auto broker = start_broker({.secure_web_socket = parties.listener()});
  const Ended ended = light_says_red(secure_uri(broker), parties.trust_options());
  EXPECT_EQ(ended.exit_code, 3) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr(secure_uri(broker)));
}

TEST_P(LightOverWebSocketsTest, DoesTheSameAsOverTcp) {
  const auto broker = start_broker({.web_socket_port = 0});
  const std::string uri = fmt::format("ws://127.0.0.1:{}", broker.web_socket_port());
  const Ended ended = light_says_red(uri);
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(StartsWith("connected to " + uri), EndsWith(kRedAccepted)));
}

TEST_P(LightOverWebSocketsTest, DoesTheSameOverTls) {
  const endpoint::TlsParties parties;
  const auto broker = start_broker({.secure_web_socket = parties.listener(false)});
  const Ended ended = light_says_red(secure_uri(broker), parties.trust_options());
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out,
              AllOf(StartsWith("connected to " + secure_uri(broker)), EndsWith(kRedAccepted)));
}

TEST_P(LightOverWebSocketsTest, DoesTheSameOverMutualTls) {
  const endpoint::TlsParties parties;
  const auto broker = start_broker({.secure_web_socket = parties.listener()});
  const Ended ended = light_says_red(secure_uri(broker), parties.client_options());
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, EndsWith(kRedAccepted));
}

INSTANTIATE_TEST_SUITE_P(, LightOverWebSocketsTest, testing::Values("5", "3.1.1"),
                         [](const auto& version) {
                           return version.param[0] == '5' ? "Mqtt5" : "Mqtt311";
                         });

TEST_F(LightCommandTest, EndsAtOnceWhenItIsInterrupted) {
  const auto lamp = light("");
  ASSERT_TRUE(lamp->says("(version 1)"));
  const auto brokers = lamp->children();
  ASSERT_EQ(brokers.size(), 1U);
  lamp->send_signal(SIGINT);
  EXPECT_EQ(lamp->wait().exit_code, 130);
  EXPECT_TRUE(process::disappears(brokers.front()));
}

TEST_F(LightCommandTest, SaysThatTheConnectionIsLostAndEndsWhenItIsTold) {
  auto broker = start_broker();
  const auto lamp = light(uri_of(broker));
  ASSERT_TRUE(lamp->says("(version 1)"));
  broker.stop();
  EXPECT_TRUE(lamp->says("shadowsim: connection lost"));
  lamp->type("quit\n");
  EXPECT_EQ(lamp->wait().exit_code, 0);
}

}  // namespace
}  // namespace shadowsim::terminal
