#include "sim/runtime/conformance_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/loopback_port.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using conformance::Case;
using testing::HasSubstr;

Case case_of(std::string topic, std::string payload, conformance::Expectation expected) {
  return {
      "n", "", {}, {{0ms, std::move(topic), std::move(payload), false, {std::move(expected)}, {}}}};
}

ConformanceSettings settings_of(const std::vector<Case>& cases) {
  return {.cases = cases, .endpoint = {}, .broker_plugin = SHADOWSIM_PLUGIN};
}

TEST(ConformanceRun, RefusesAPrefixThatIsNoThingName) {
  const std::vector<Case> cases;
  for (const std::string& prefix : {std::string{}, std::string{"a/b"}, std::string(65, 'a')}) {
    auto settings = settings_of(cases);
    settings.thing_prefix = prefix;
    const auto verdicts = run_conformance(settings);
    ASSERT_TRUE(verdicts.has_error());
    EXPECT_EQ(verdicts.error().kind, ErrorKind::kUsage);
  }
}

TEST(ConformanceRun, SaysThatNobodyListens) {
  const std::vector<Case> cases{case_of("get", "", {"get/rejected", "{}"})};
  auto settings = settings_of(cases);
  // Given up again, so that nobody listens there.
  const std::uint16_t port = endpoint::LoopbackPort::reserve(0)->number();
  settings.endpoint = mqtt::Endpoint{
      .transport = mqtt::Transport::kTcp, .host = "127.0.0.1", .port = port, .tls = {}, .alpn = {}};
  const auto verdicts = run_conformance(settings);
  ASSERT_TRUE(verdicts.has_error());
  EXPECT_EQ(verdicts.error().kind, ErrorKind::kUnreachable);
  EXPECT_THAT(verdicts.error().message, HasSubstr("Connection refused"));
}

TEST(ConformanceRun, GivesAVerdictForEachCaseInTheirOrder) {
  std::vector<Case> cases;
  for (int index = 0; index < 20; ++index)
    cases.push_back(
        case_of("get", "", {"get/rejected", fmt::format(R"({{"code":{}}})", 400 + index)}));
  auto settings = settings_of(cases);
  settings.sessions = 2;
  settings.timing.quiet = 20ms;
  const auto verdicts = run_conformance(settings);
  ASSERT_TRUE(verdicts) << verdicts.error().message;
  ASSERT_EQ(verdicts->size(), cases.size());
  for (std::size_t index = 0; index < cases.size(); ++index)
    EXPECT_EQ((*verdicts)[index].passed, index == 4) << (*verdicts)[index].explanation;
}

TEST(ConformanceRun, ACaseWhoseRequestEndsTheConnectionFailsAndSparesTheOthers) {
  // Mosquitto takes topics of at most 200 levels, and ends the connection of who sends more.
  const std::vector<Case> cases{case_of("get", "", {"get/rejected", R"({"code":404})"}),
                                case_of(std::string(250, '/'), "", {"get/rejected", "{}"}),
                                case_of("get", "", {"get/rejected", R"({"code":404})"})};
  const auto verdicts = run_conformance(settings_of(cases));
  ASSERT_TRUE(verdicts) << verdicts.error().message;
  EXPECT_TRUE((*verdicts)[0].passed) << (*verdicts)[0].explanation;
  EXPECT_FALSE((*verdicts)[1].passed);
  EXPECT_THAT((*verdicts)[1].explanation, HasSubstr("the connection was lost"));
  EXPECT_TRUE((*verdicts)[2].passed) << (*verdicts)[2].explanation;
}

}  // namespace
}  // namespace shadowsim::runtime
