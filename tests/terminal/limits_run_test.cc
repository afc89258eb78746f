#include "sim/terminal/limits_run.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kQuotas = R"(
connect: {connect_requests_per_second_per_account: 60}
publish: {publish_requests_per_second_per_connection: 40}
mqtt5: {topic_alias_maximum_announced: 5}
)";

class LimitsRunTest : public testing::Test {
 protected:
  // A scenario that looks for these quotas, for three seconds each.
  std::string scenario(const std::string& name, const std::string& quotas_file,
                       const std::string& quotas) const {
    return scenario_at(name, "{quotas: " + quotas_file + "}",
                       "{window: 3s, quotas: [" + quotas + "]}");
  }

  // As scenario(), with all of the endpoint named.
  std::string scenario_at(const std::string& name, const std::string& endpoint,
                          const std::string& limits) const {
    const std::string file = directory_.file(name);
    std::ofstream{file} << "shadowsim: 1\nendpoint: " << endpoint << "\nfind_limits: " << limits
                        << '\n';
    return file;
  }

  static Ended run(const std::string& file, const std::string& out,
                   std::vector<std::string> more = {}) {
    std::vector<std::string> all{"run", file, "--out", out};
    all.insert(all.end(), more.begin(), more.end());
    return process::run(SHADOWSIM_PROGRAM, all);
  }

  static Result<endpoint::BrokerProcess> start_broker() {
    endpoint::BrokerOptions options;
    options.config.plugin = SHADOWSIM_PLUGIN;
    options.plugin_tells_readiness = true;
    return endpoint::BrokerProcess::start(options);
  }

  std::string result(const std::string& name) const {
    std::ifstream stream{std::filesystem::path{out_} / name};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

  void SetUp() override {
    std::ofstream{directory_.file("quotas.yaml")} << kQuotas;
    std::ofstream{directory_.file("others.yaml")} << "mqtt5: {topic_alias_maximum_announced: 7}";
  }

  endpoint::TemporaryDirectory directory_;
  std::string out_ = directory_.file("results");
};

TEST_F(LimitsRunTest, FindsLimitsOfTheEmbeddedEndpointThroughSockets) {
  const Ended ended =
      run(scenario(
              "found.yaml", "quotas.yaml",
              "topic_alias_maximum_announced, topic_max_slashes, subscriptions_max_per_connection, "
              "publish_requests_per_second_per_connection, json_depth_max_levels, max_qos, "
              "subscriptions_max_per_subscribe_packet, client_id_max_bytes_utf8"),
          out_);
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("P10 topic aliases"), HasSubstr("DISCONNECT 0x94"),
                               HasSubstr("PUBACK 0x97"), HasSubstr("silence"),
                               Not(HasSubstr("differs")), Not(HasSubstr("absent"))));
  EXPECT_THAT(result("limits.json"),
              AllOf(HasSubstr("shadowsim.limits/1"), HasSubstr(R"("verdict": "pass")"),
                    HasSubstr(R"("found": 5.0)")));
  EXPECT_THAT(result("summary.json"), HasSubstr(R"("verdict": "pass")"));
  EXPECT_THAT(result("junit.xml"),
              AllOf(HasSubstr("topic_alias_maximum_announced"), HasSubstr("failures=\"0\"")));
}

TEST_F(LimitsRunTest, TheEndpointIsScaledSetAndHasAPolicyAsInAnyScenario) {
  std::ofstream{directory_.file("policy.json")} << R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["iot:Connect", "iot:Publish", "iot:Receive"], "Resource": "*"}]})";
  const std::string limits =
      "{window: 3s, up_to: 1.5, quotas: [topic_alias_maximum_announced, topic_max_slashes, "
      "publish_requests_per_second_per_connection, subscriptions_max_per_connection]}";
  const Ended ended =
      run(scenario_at("all.yaml",
                      "{policy: policy.json, quotas: {file: quotas.yaml, scale: {connection: 0.5},"
                      " set: {topic_alias_maximum_announced: 3}}}",
                      limits),
          out_);
  EXPECT_EQ(ended.exit_code, 1) << ended.err << ended.out;
  const std::string found = result("limits.json");
  EXPECT_THAT(found, AllOf(HasSubstr(R"("configured": 3.0,)"), HasSubstr(R"("found": 3.0,)")));
  EXPECT_THAT(found, HasSubstr(R"("configured": 20.0,)")) << "half of the file's 40";
  EXPECT_THAT(ended.out, HasSubstr("broken")) << "nobody may subscribe";
}

TEST_F(LimitsRunTest, ABrokerThatHasOtherLimitsOrNoneFails) {
  const auto broker = start_broker();
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  const Ended ended =
      run(scenario("other.yaml", "others.yaml",
                   "topic_alias_maximum_announced, topic_max_slashes, json_depth_max_levels"),
          out_, {"--endpoint", "mqtt://127.0.0.1:" + std::to_string(broker->port())});
  EXPECT_EQ(ended.exit_code, 1) << ended.err << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("1 of 4 limits hold, 1 differs, 2 absent"));
  EXPECT_THAT(result("junit.xml"), AllOf(HasSubstr("observed: 10"), HasSubstr("failures=\"3\"")));
}

TEST_F(LimitsRunTest, QuotasOfTheCommandLineGoBeforeTheScenarios) {
  std::ofstream{directory_.file("ten.yaml")} << "mqtt5: {topic_alias_maximum_announced: 10}";
  const auto broker = start_broker();
  ASSERT_TRUE(broker.has_value()) << broker.error().message;
  const Ended ended =
      run(scenario("other.yaml", "others.yaml", "topic_alias_maximum_announced"), out_,
          {"--quotas", directory_.file("ten.yaml"), "--endpoint",
           "mqtt://127.0.0.1:" + std::to_string(broker->port())});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(result("limits.json"), HasSubstr(R"("configured": 10.0,)"));
}

TEST_F(LimitsRunTest, AnEndpointThatIsNotThereIsSaid) {
  const Ended ended =
      run(scenario("a.yaml", "quotas.yaml", "max_qos"), out_, {"--endpoint", "mqtt://127.0.0.1:1"});
  EXPECT_EQ(ended.exit_code, 3) << ended.err;
}

TEST_F(LimitsRunTest, WhatMayBeAnAccountIsNotOverloadedUnasked) {
  const std::string file = scenario("a.yaml", "quotas.yaml", "max_qos");
  const Ended unasked = run(file, out_, {"--endpoint", "mqtt://nobody.invalid"});
  EXPECT_EQ(unasked.exit_code, 2);
  EXPECT_THAT(unasked.err, HasSubstr("add --beyond-quotas"));
  const Ended asked = run(file, out_, {"--endpoint", "mqtt://nobody.invalid", "--beyond-quotas"});
  EXPECT_EQ(asked.exit_code, 3) << "it was tried: " << asked.err;
}

TEST_F(LimitsRunTest, QuotasOfTheCommandLineAreNotForTheEmbeddedEndpoint) {
  const Ended ended =
      run(scenario("a.yaml", "quotas.yaml", "max_qos"), out_, {"--quotas", "quotas.yaml"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("need an --endpoint"));
}

TEST_F(LimitsRunTest, CtrlCWritesWhatWasFoundAndLeavesNothingRunning) {
  const std::string file =
      scenario_at("long.yaml", "{quotas: quotas.yaml}",
                  "{window: 1h, quotas: [publish_requests_per_second_per_connection]}");
  process::Process process{SHADOWSIM_PROGRAM, {"run", file, "--out", out_}};
  ASSERT_TRUE(process.handles(SIGINT));
  const auto children = process.children();
  EXPECT_FALSE(children.empty());
  process.send_signal(SIGINT);
  const Ended ended = process.wait();
  EXPECT_EQ(ended.exit_code, 130) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("broken"), HasSubstr("interrupted")));
  EXPECT_THAT(result("summary.json"), HasSubstr(R"("complete": false)"));
  for (const pid_t child : children)
    EXPECT_TRUE(process::disappears(child));
}

TEST_F(LimitsRunTest, MistakesAreToldWithTheirPlace) {
  const Ended wrong = run(scenario("a.yaml", "quotas.yaml", "max_qoz"), out_);
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("a.yaml:3:"));
  std::ofstream{directory_.file("bad.yaml")} << "connect: {client_id: 3}\n";
  const Ended bad = run(scenario("b.yaml", "bad.yaml", "max_qos"), out_);
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("bad.yaml:1:"));
}

TEST_F(LimitsRunTest, CheckSaysWhatWouldBeLookedFor) {
  const Ended ended = process::run(
      SHADOWSIM_PROGRAM, {"check", std::string{SHADOWSIM_SCENARIOS} + "/find-limits.yaml"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("round 1\n"), HasSubstr("P12 publishes, account"),
                               HasSubstr("quotas: the scenario's endpoint.quotas\n")));
}

TEST_F(LimitsRunTest, CheckTakesQuotasOfTheCommandLineAsARunDoes) {
  const std::string quotas = directory_.file("others.yaml");
  const Ended ended =
      process::run(SHADOWSIM_PROGRAM,
                   {"check", scenario("a.yaml", "quotas.yaml", "topic_alias_maximum_announced"),
                    "--quotas", quotas});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("quotas: the quotas in " + quotas + "\n"),
                               ContainsRegex("P10 topic aliases .* 7\n")));
}

}  // namespace
}  // namespace shadowsim::terminal
