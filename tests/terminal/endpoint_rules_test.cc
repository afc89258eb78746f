// What a scenario asks of the embedded endpoint, from the command line to the results.

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
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class EndpointRulesTest : public testing::Test {
 protected:
  // Writes a file into the test's folder; its name there.
  std::string write(const std::string& name, const std::string& text) const {
    const std::string file = directory_.file(name);
    std::ofstream{file} << text;
    return file;
  }

  // A small scenario with more of top-level keys, or with one more step.
  std::string scenario(const std::string& more, const std::string& step = {}) const {
    return write("s.yaml", R"(shadowsim: 1
fleet: {lights: 4, connect_rate: 200/s, answer_timeout: 1s, careful: false}
timeline:
  - churn: {for: 2s, desired: {rate: 10/s, values: {color: {one_of: [red, green, blue]}}}}
)" + step + more);
  }

  Ended run(const std::string& file, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"run",     file,    "--client", "mosquitto",
                                       "--quiet", "--out", out_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return process::run(SHADOWSIM_PROGRAM, arguments);
  }

  std::string summary() const {
    std::ifstream stream{std::filesystem::path{out_} / "summary.json"};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

  endpoint::TemporaryDirectory directory_;
  std::string out_ = directory_.file("results");
};

// --- what is wrong ----------------------------------------------------------------------------

TEST_F(EndpointRulesTest, CheckAndRunSayWhereAPolicyIsWrong) {
  const std::string policy = write("p.json", "{\"Version\": \"2012-10-17\",\n \"Statment\": []}");
  const std::string file = scenario("endpoint: {policy: p.json}");
  for (const Ended& ended : {process::run(SHADOWSIM_PROGRAM, {"check", file}), run(file)}) {
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.err, HasSubstr(policy + ":2:2: "));
  }
}

TEST_F(EndpointRulesTest, CheckAndRunSayWhereAQuotaFileIsWrong) {
  const std::string quotas =
      write("q.yaml", "connect:\n  connect_requests_per_second_per_account: 0");
  const std::string file = scenario("endpoint: {quotas: q.yaml}");
  for (const Ended& ended : {process::run(SHADOWSIM_PROGRAM, {"check", file}), run(file)}) {
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.err, StartsWith(quotas + ":2:44: "));
  }
}

TEST_F(EndpointRulesTest, ADisconnectStepIsRefusedOnAnEndpointThatIsNotOurs) {
  const Ended ended =
      run(scenario("", "  - disconnect: {}\n"), {"--endpoint", "mqtt://127.0.0.1:1"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("disconnect step"));
}

TEST_F(EndpointRulesTest, ALinkFaultIsRefusedOnAnEndpointThatIsNotOurs) {
  const Ended ended = run(scenario("", "  - link_fault: {for: 1s, silence: true}\n"),
                          {"--endpoint", "mqtt://127.0.0.1:1"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("link_fault step"));
}

TEST_F(EndpointRulesTest, SaysThatTheyDoNotConcernANamedEndpoint) {
  const Ended ended =
      run(scenario("endpoint: {quotas: {scale: 0.01}}"), {"--endpoint", "mqtt://127.0.0.1:1"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.err, StartsWith("shadowsim: the scenario's policy and quotas are for the "
                                    "embedded endpoint; mqtt://127.0.0.1:1 is taken as it is\n"));
}

// --- who gets nowhere ---------------------------------------------------------------------------

TEST_F(EndpointRulesTest, AFleetThatIsRefusedFromTheBeginningHasResultsThatNameEachDenial) {
  write("nobody.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Publish", "Resource": "*"}]})");
  const Ended ended = run(scenario("endpoint: {policy: nobody.json}"));
  EXPECT_EQ(ended.exit_code, 3) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("the endpoint has refused "));
  EXPECT_THAT(summary(),
              AllOf(HasSubstr("\"complete\": false"), HasSubstr("\"0x87\": "),
                    HasSubstr("iot:Connect on arn:aws:iot:us-east-1:123456789012:client/test-"
                              "light-0003")));
}

TEST_F(EndpointRulesTest,
       AFleetOfWorkersThatIsRefusedFromTheBeginningHasResultsThatNameEachDenial) {
  write("nobody.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Publish", "Resource": "*"}]})");
  const Ended ended = run(scenario("endpoint: {policy: nobody.json}"),
                          {"--workers", "2", "--set", "apps.sessions=2"});
  EXPECT_EQ(ended.exit_code, 3) << ended.out;
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("the endpoint has refused 6 times"), Not(HasSubstr("lost"))));
  EXPECT_THAT(summary(),
              AllOf(HasSubstr("\"complete\": false"), HasSubstr("\"workers\": 2"),
                    HasSubstr("\"0x87\": 6"), HasSubstr("\"Connect.AuthError\": 6"),
                    HasSubstr("client/test-light-0000"), HasSubstr("client/test-light-0001"),
                    HasSubstr("client/test-light-0002"), HasSubstr("client/test-light-0003")));
}

TEST_F(EndpointRulesTest, AWorkerWhoseLightsAreRefusedIsNamedAndItsPartIsKept) {
  write("even.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "iot:Connect", "Resource": [
      "arn:aws:iot:us-east-1:123456789012:client/test-light-0001",
      "arn:aws:iot:us-east-1:123456789012:client/test-light-0003"]},
    {"Effect": "Allow", "Action": "*", "Resource": "*"}]})");
  const Ended ended = run(scenario("endpoint: {policy: even.json}"),
                          {"--workers", "2", "--set", "apps.sessions=2"});
  EXPECT_EQ(ended.exit_code, 1) << ended.out << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("shadowsim: worker 1 did not begin, with lights 1 and 3: no "
                                   "light could connect: "));
  EXPECT_THAT(summary(), AllOf(HasSubstr("\"complete\": false"), HasSubstr("\"refused\": 2"),
                               HasSubstr("\"in_sync\": 2"), HasSubstr("\"0x87\": 2")));
}

TEST_F(EndpointRulesTest, SaysWhyNoLightCouldConnectWhereTheAppsCould) {
  write("apps.json", R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Deny", "Action": "iot:Connect",
     "Resource": "arn:aws:iot:us-east-1:123456789012:client/test-light-*"},
    {"Effect": "Allow", "Action": "*", "Resource": "*"}]})");
  const Ended ended = run(scenario("endpoint: {policy: apps.json}"));
  EXPECT_EQ(ended.exit_code, 3) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("no light could connect: "));
}

// --- what goes well ---------------------------------------------------------------------------

TEST_F(EndpointRulesTest, UnderThePolicyThatIsShownNothingIsDenied) {
  const std::string file =
      scenario("endpoint: {policy: p.json}\nthresholds: [refusals.total == 0]");
  const Ended shown = process::run(SHADOWSIM_PROGRAM, {"policy", "show", file});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  write("p.json", shown.out);
  const Ended ended = run(file);
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(summary(), AllOf(HasSubstr("\"total\": 0.0"), HasSubstr("\"Connect.Success\": 5")));
}

TEST_F(EndpointRulesTest, TheDeniedFleetsDenialsAreNamedByActionAndResource) {
  const Ended ended = run(std::string{SHADOWSIM_SCENARIOS} + "/denied.yaml", {"--duration", "4s"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(summary(),
              AllOf(HasSubstr("iot:Publish on arn:aws:iot:us-east-1:123456789012:topic/$aws/things/"
                              "light-0003/shadow/update"),
                    HasSubstr("iot:Receive on arn:aws:iot:us-east-1:123456789012:topic/$aws/things/"
                              "light-0012/shadow/update/delta")));
}

TEST_F(EndpointRulesTest, WorkersShareOneEndpointAndItsQuotas) {
  const Ended ended =
      run(scenario("endpoint: {quotas: {set: {connect_requests_per_second_per_account: 100}}}\n"
                   "thresholds: [refusals.packets.publishes_refused == 0,\n"
                   "  refusals.quotas.concurrent_connections_per_account.peak == 6,\n"
                   "  messages.published / refusals.packets.publishes_passed >= 1]"),
          {"--workers", "2", "--set", "apps.sessions=1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(summary(), HasSubstr("\"limit\": 100.0"));
}

TEST_F(EndpointRulesTest, WorkersSessionsAreDroppedAndComeBack) {
  const Ended ended = run(scenario("thresholds: [connections.lost == 4,\n"
                                   "  connections.reconnected == 4, final_check.in_sync == 4]",
                                   "  - disconnect: {at: 1s, sessions: {share: 0.6}}\n"),
                          {"--workers", "2"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
}

TEST_F(EndpointRulesTest, ALinkFaultHoldsOverWorkers) {
  const Ended ended =
      run(scenario("thresholds: [latency_us.round_trip.p50 > 40ms, connections.lost == 0]",
                   "  - link_fault: {at: 0s, for: 2s, delay: 20ms}\n"),
          {"--workers", "2"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
}

}  // namespace
}  // namespace shadowsim::terminal
