#include "sim/terminal/cmd_conformance.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/loopback_port.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/endpoint/tls_parties.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

using process::Ended;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kGood =
    R"({"name":"good","why":"A rule.","steps":[{"send":{"topic":"get","raw":""},
        "expect":[{"topic":"get/rejected","payload":{"code":404}}]}]})";

constexpr const char* kWrongCode =
    R"({"name":"wrong-code","why":"It is 404 that comes, so 405 must fail.","steps":[
        {"send":{"topic":"get","raw":""},
         "expect":[{"topic":"get/rejected","payload":{"code":405}}]}]})";

constexpr const char* kWrongTopic =
    R"({"name":"wrong-topic","steps":[
        {"send":{"topic":"update","payload":{"state":{"desired":{"a":[1,2,3,4,5,6,7,8]}}}},
         "expect":[{"topic":"update/rejected","payload":{"code":400}}],
         "expect_none":["update/delta"]}]})";

class ConformanceCommandTest : public testing::Test {
 protected:
  std::string file_of(const std::string& json) const {
    std::string file = directory_.file("cases.json");
    std::ofstream{file} << json;
    return file;
  }

  Ended run(const std::string& json, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"conformance", file_of(json), "--arrival-ms", "1000"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return process::run(SHADOWSIM_PROGRAM, arguments);
  }

  static std::string both() { return std::string{"["} + kGood + "," + kWrongCode + "]"; }

  endpoint::TemporaryDirectory directory_;
};

TEST_F(ConformanceCommandTest, SaysWhereAFileIsNoJson) {
  const Ended ended = run("[\n  {\"name\": }\n]");
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, directory_.file("cases.json") + ":2:12: is not JSON from here on\n");
}

TEST_F(ConformanceCommandTest, SaysWhatIsWrongWithWhichCases) {
  const Ended ended = run("[\n  {\"name\": \"a\"},\n  {\"name\": \"b\", \"steps\": [{}]}\n]");
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err,
              AllOf(HasSubstr("cases.json:2:3: element 1 (a): 'steps' must be an array\n"),
                    HasSubstr("cases.json:3:3: element 2 (b): a step has no 'send'\n")));
}

TEST_F(ConformanceCommandTest, SaysThatThereIsNoSuchFile) {
  for (const std::string& file : {directory_.file("none.json"), directory_.path()}) {
    const Ended ended = process::run(SHADOWSIM_PROGRAM, {"conformance", file});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_THAT(ended.err, HasSubstr(file));
  }
}

TEST_F(ConformanceCommandTest, SaysThatTheFilterLeavesNothing) {
  const Ended ended = run(both(), {"--filter", "delta"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("'delta'"));
}

TEST_F(ConformanceCommandTest, SaysThatNobodyListens) {
  // Given up again, so that nobody listens there.
  const std::uint16_t port = endpoint::LoopbackPort::reserve(0)->number();
  const Ended ended = run(both(), {"--endpoint", fmt::format("mqtt://127.0.0.1:{}", port)});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(ended.out, "");
  EXPECT_THAT(ended.err, HasSubstr("Connection refused"));
}

TEST_F(ConformanceCommandTest, ABrokerWithoutTheServiceFailsEveryCase) {
  const auto broker = endpoint::BrokerProcess::start({});
  ASSERT_TRUE(broker) << broker.error().message;
  const Ended ended =
      run(both(), {"--endpoint", fmt::format("mqtt://127.0.0.1:{}", broker->port())});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("one message was expected, came 0"));
  EXPECT_THAT(ended.out, EndsWith("\n0 passed, 2 failed\n"));
}

TEST_F(ConformanceCommandTest, ShowsWhatCameAndWhatWasExpectedInEightyColumns) {
  const Ended ended = run(std::string{"["} + kWrongCode + "," + kWrongTopic + "," + kGood + "]");
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, AllOf(HasSubstr("FAILED  wrong-code\n"
                                         "  It is 404 that comes, so 405 must fail.\n"
                                         "  step 1: get/rejected: code is 404, must be 405\n"
                                         "      expected {\"code\":405}\n"
                                         "      came     {\"code\":404,"),
                               HasSubstr("step 1: update/rejected: one message was expected, "
                                         "came 0\n"
                                         "      expected {\"code\":400}\n"),
                               HasSubstr("step 1: update/delta: nothing was expected\n"),
                               HasSubstr("      sent     update {\"state\":"),
                               HasSubstr("      came     update/accepted {\"state\":"),
                               HasSubstr("      came     update/delta {\"state\":")));
  EXPECT_THAT(ended.out, Not(HasSubstr("good")));
  EXPECT_THAT(ended.out, EndsWith("\n1 passed, 2 failed\n"));
  std::istringstream lines{ended.out};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(ConformanceCommandTest, SkipsWhatNeedsMoreThanItHasAndSaysSo) {
  const Ended ended =
      run(std::string{R"([{"name":"odd","needs":["retained"],"steps":[]},)"} + kGood + "]");
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out,
            "skipped odd: needs 'retained', which this runner does not have\n"
            "1 passed, 0 failed\n");
}

TEST_F(ConformanceCommandTest, OfCasesThatPassOnlyTheCountIsPrintedUnlessVerbose) {
  EXPECT_EQ(run(both(), {"--filter", "good"}).out, "1 passed, 0 failed\n");
  const Ended verbose = run(both(), {"--filter", "good", "--verbose"});
  EXPECT_EQ(verbose.exit_code, 0) << verbose.err;
  EXPECT_EQ(verbose.out, "passed  good\n1 passed, 0 failed\n");
}

TEST_F(ConformanceCommandTest, RunsOverMutualTls) {
  const endpoint::TlsParties parties;
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.plugin_tells_readiness = true;
  options.config.tls = parties.listener();
  const auto broker = endpoint::BrokerProcess::start(options);
  ASSERT_TRUE(broker) << broker.error().message;
  auto words = parties.client_options();
  words.insert(words.end(), {"--endpoint", "127.0.0.1", "--port",
                             std::to_string(broker->tls_port()), "--mqtt-version", "3.1.1"});
  const Ended ended = run(both(), words);
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_THAT(ended.out, EndsWith("\n1 passed, 1 failed\n"));
}

}  // namespace
}  // namespace shadowsim::terminal
