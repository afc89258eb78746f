#include "sim/terminal/cmd_run.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/loopback_port.h"
#include "sim/results/utc_text.h"
#include "sim/time/system_clock.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/endpoint/tls_parties.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using process::Process;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A short run of the two lights; each test changes what it is about.
class RunCommandTest : public testing::Test {
 protected:
  std::vector<std::string> arguments(std::vector<std::string> more) const {
    std::vector<std::string> all{
        "run", std::string{SHADOWSIM_SCENARIOS} + "/two-lights-scripted.yaml", "--out", out_};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  Ended run(std::vector<std::string> more) const {
    return process::run(SHADOWSIM_PROGRAM, arguments(std::move(more)));
  }

  std::string file(const std::string& name) const {
    std::ifstream stream{std::filesystem::path{out_} / name};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

  endpoint::TemporaryDirectory directory_;
  std::string out_ = directory_.file("results");
};

// --- what goes well ---------------------------------------------------------------------------

TEST_F(RunCommandTest, RunsOutOfTheBoxAndWritesItsResults) {
  const Ended ended = run({});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("PASS"), HasSubstr("2 of 2 lights in sync"), HasSubstr(out_)));
  EXPECT_THAT(file("summary.json"),
              AllOf(HasSubstr("shadowsim.summary/1"), HasSubstr(R"("verdict": "pass")"),
                    HasSubstr(R"("embedded": true)"), HasSubstr(R"("complete": true)")));
  EXPECT_THAT(file("histograms.json"), HasSubstr("convergence_service"));
  EXPECT_THAT(file("intervals.csv"), HasSubstr("connected"));
  EXPECT_THAT(file("junit.xml"), AllOf(HasSubstr("<testsuite name="), HasSubstr("failures=\"0\"")));
  EXPECT_THAT(file("slowest.json"),
              AllOf(HasSubstr(R"("client_token": "change-)"), HasSubstr("/shadow/update\""),
                    Not(HasSubstr(R"("version": 0)"))));
  EXPECT_THAT(file("report.html"), HasSubstr("shadowsim.summary/1"));
}

TEST_F(RunCommandTest, JsonIsTheSummaryAndNothingElse) {
  const Ended ended = run({"--json"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out, file("summary.json"));
}

TEST_F(RunCommandTest, QuietIsQuiet) {
  const Ended ended = run({"--quiet"});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.out + ended.err, "");
}

TEST_F(RunCommandTest, SpeaksMqtt311AsWell) {
  const Ended ended = run({"--mqtt-version", "3.1.1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("mqtt_version": "3.1.1")"));
}

TEST_F(RunCommandTest, RunsWithTheOtherClientAsWell) {
  const Ended ended = run({"--client", "mosquitto"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("client": "mosquitto")"));
}

TEST_F(RunCommandTest, AnEndpointThatTheClientCannotSpeakToIsAMistakeOfUsage) {
  endpoint::BrokerOptions options;
  options.config.web_socket_port = std::uint16_t{0};
  const auto broker = endpoint::BrokerProcess::start(options);
  ASSERT_TRUE(broker) << broker.error().message;
  const Ended ended = run({"--client", "mosquitto", "--endpoint",
                           fmt::format("ws://127.0.0.1:{}", broker->web_socket_port())});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("WebSockets"));
}

TEST_F(RunCommandTest, TheCommandLinesMqttVersionWinsOverTheScenarios) {
  const Ended from_scenario = run({"--set", "fleet.mqtt_version=3.1.1"});
  EXPECT_EQ(from_scenario.exit_code, 0) << from_scenario.err;
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("mqtt_version": "3.1.1")"));

  out_ = directory_.file("both");
  const Ended from_both = run({"--set", "fleet.mqtt_version=3.1.1", "--mqtt-version", "5"});
  EXPECT_EQ(from_both.exit_code, 0) << from_both.err;
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("mqtt_version": "5")"));
}

TEST_F(RunCommandTest, RunsAgainstAnotherEndpointOverMutualTls) {
  const endpoint::TlsParties parties;
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.plugin_tells_readiness = true;
  options.config.tls = parties.listener();
  const auto broker = endpoint::BrokerProcess::start(options);
  ASSERT_TRUE(broker) << broker.error().message;
  const std::string uri = "mqtts://127.0.0.1:" + std::to_string(broker->tls_port());
  const auto run_against = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--endpoint", uri});
    return run(words);
  };
  const Ended ended = run_against(parties.client_options());
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(file("summary.json"), AllOf(HasSubstr(R"("tls": true)"), HasSubstr(uri)));

  out_ = directory_.file("refused");
  const Ended refused = run_against(parties.trust_options());
  EXPECT_EQ(refused.exit_code, 3) << "no certificate of ours: " << refused.err;
}

TEST_F(RunCommandTest, PlaysOneShardOfTheFleetFromTheMomentGiven) {
  const SystemClock clock;
  out_ = directory_.file("shard-1");
  auto more =
      arguments({"--set", "thresholds=[final_check.in_sync == 1]", "--shard", "1/2", "--start-at",
                 results::to_rfc3339(clock.wall_now() + std::chrono::seconds{4})});
  more[3] = directory_.file("shard-{shard}");
  Process process{SHADOWSIM_PROGRAM, more};
  EXPECT_TRUE(process.says("waiting for the start"));
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("1 of 1 lights in sync"), HasSubstr("shard 1/2")));
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("index": 1)"));
}

// --- what goes wrong --------------------------------------------------------------------------

TEST_F(RunCommandTest, AFailedThresholdIsExitCode1AndIsNamed) {
  const Ended ended = run({"--set", "thresholds=[changes.converged > 1000]"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAIL"), HasSubstr("changes.converged > 1000")));
  EXPECT_THAT(file("summary.json"), HasSubstr(R"("verdict": "fail")"));
}

TEST_F(RunCommandTest, ResultsAreNeverOverwritten) {
  std::filesystem::create_directories(out_);
  std::ofstream{out_ + "/summary.json"} << "mine";
  const Ended ended = run({});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr(out_));
  EXPECT_EQ(file("summary.json"), "mine");
}

TEST_F(RunCommandTest, AnAwsAccountIsNotAskedForMoreThanItsShare) {
  const std::vector<std::string> much{"--endpoint", "mqtt://a-ats.iot.eu-north-1.amazonaws.com",
                                      "--lights", "100", "--quiet"};
  const Ended refused = run(much);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("subscribes: planned 500/s, allowed 160/s, limit 200/s"),
                                 HasSubstr("--beyond-quotas")));
  EXPECT_THAT(refused.err, Not(HasSubstr("DNS"))) << "before anything is sent";
  EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(RunCommandTest, ALocalEndpointIsHeldToQuotasWhereTheyAreNamed) {
  std::uint16_t port = 0;
  {
    const auto free = endpoint::LoopbackPort::reserve(0);
    port = free->number();
  }
  const auto run_there = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--endpoint", "mqtt://127.0.0.1:" + std::to_string(port)});
    return run(more);
  };
  const Ended held = run_there({"--quota-share", "0.1"});
  EXPECT_EQ(held.exit_code, 2);
  EXPECT_THAT(held.err, AllOf(HasSubstr("! subscribes"), HasSubstr("allowed 3/s")));
  const Ended beyond = run_there({"--quota-share", "0.1", "--beyond-quotas"});
  EXPECT_EQ(beyond.exit_code, 3) << "it is tried, and nobody listens";
  EXPECT_THAT(beyond.err, HasSubstr("! subscribes"));
  const Ended unheld = run_there({"--set", "fleet.connect_rate=100000/s", "--lights", "5000"});
  EXPECT_EQ(unheld.exit_code, 3);
  EXPECT_THAT(unheld.err, HasSubstr("127.0.0.1 is a local address"));
}

TEST_F(RunCommandTest, QuotasWithoutAnEndpointAreAMistake) {
  using Words = std::vector<std::string>;
  for (const auto& words :
       {Words{"--quota-share", "50"}, Words{"--quotas", "q.yaml"}, Words{"--beyond-quotas"}}) {
    const Ended ended = run(words);
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.err, HasSubstr("need an --endpoint"));
  }
}

TEST_F(RunCommandTest, NobodyListeningIsExitCode3AndSaysTcp) {
  std::uint16_t port = 0;
  {
    const auto free = endpoint::LoopbackPort::reserve(0);
    port = free->number();
  }
  const Ended ended = run({"--endpoint", "mqtt://127.0.0.1:" + std::to_string(port)});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, HasSubstr("TCP"));
}

TEST_F(RunCommandTest, AnUnknownHostIsExitCode3AndSaysDns) {
  const Ended ended = run({"--endpoint", "mqtt://no-such-host.invalid"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, HasSubstr("DNS"));
}

TEST_F(RunCommandTest, ABrokerWithoutAShadowServiceIsNoEndpoint) {
  const auto broker = endpoint::BrokerProcess::start({});
  ASSERT_TRUE(broker) << broker.error().message;
  const Ended ended =
      run({"--endpoint", "mqtt://127.0.0.1:" + std::to_string(broker->port()), "--set",
           "fleet.answer_timeout=500ms", "--set", "fleet.connect_timeout=1s"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, HasSubstr("shadow service"));
}

TEST_F(RunCommandTest, AMissingCertificateIsNamed) {
  const Ended ended = run({"--endpoint", "127.0.0.1", "--cert", directory_.file("light.pem"),
                           "--key", directory_.file("light.key")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("light.pem"));
}

TEST_F(RunCommandTest, CertificatesWithoutAnEndpointAreAMistake) {
  EXPECT_EQ(run({"--cert", "c", "--key", "k"}).exit_code, 2);
}

TEST_F(RunCommandTest, TooFewDescriptorsIsSaidWithTheLimitAndTheCure) {
  Process process{SHADOWSIM_PROGRAM,
                  arguments({"--lights", "500"}),
                  {.environment = {}, .descriptors_max = 200}};
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("200"), HasSubstr("ulimit")));
}

// --- how it ends ------------------------------------------------------------------------------

class LongRunTest : public RunCommandTest {
 protected:
  // Its timeline is so long that only a signal ends it.
  std::vector<std::string> long_run() const { return arguments({"--set", "timeline[6].pause=1h"}); }
};

TEST_F(LongRunTest, CtrlCWritesWhatWasMeasured) {
  Process process{SHADOWSIM_PROGRAM, long_run()};
  ASSERT_TRUE(process.says("running"));
  process.send_signal(SIGINT);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.err;
  EXPECT_THAT(file("summary.json"),
              AllOf(HasSubstr(R"("complete": false)"), HasSubstr(R"("verdict": "fail")")));
}

TEST_F(LongRunTest, TheBrokerDiesWithTheProgramHoweverThatDies) {
  Process process{SHADOWSIM_PROGRAM, long_run()};
  ASSERT_TRUE(process.says("running"));
  const auto children = process.children();
  ASSERT_FALSE(children.empty());
  process.send_signal(SIGKILL);
  process.wait();
  for (const pid_t child : children)
    EXPECT_TRUE(process::disappears(child));
}

TEST_F(LongRunTest, SaysSoWhenTheEmbeddedBrokerDies) {
  Process process{SHADOWSIM_PROGRAM, long_run()};
  ASSERT_TRUE(process.says("running"));
  for (const pid_t child : process.children())
    kill(child, SIGKILL);  // the broker and the floor peer
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(ended.err, HasSubstr("broker"));
}

}  // namespace
}  // namespace shadowsim::terminal
