// Runs of real sessions under the policy that `policy show` prints: nothing is denied, and something is under less.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/fleet/needs.h"
#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::runtime {
namespace {

using testing::HasSubstr;

class RunUnderLeastPrivilege : public testing::TestWithParam<const char*> {
 protected:
  RunUnderLeastPrivilege() {
    const std::string text = policy::least_privilege(fleet::needs_of(scenario_, {}), {});
    const auto document = policy::parse_document(text, "p", nullptr);
    EXPECT_TRUE(document) << document.error().message;
    document_ = *document;
  }

  Result<RunOutcome> run_under(const policy::Document& document) const {
    admission::Rules rules;
    rules.policies = std::make_shared<const std::vector<policy::Document>>(std::vector{document});
    return run_scenario({.scenario = scenario_,
                         .version = {},
                         .endpoint = {},
                         .engine = find_session_engine("mosquitto").value(),
                         .rules = std::move(rules),
                         .broker_plugin = SHADOWSIM_PLUGIN,
                         .program = {},
                         .progress = {}});
  }

  scenario::Scenario scenario_ = scenario::read_scenario_text(std::string{R"(
shadowsim: 1
fleet:
  lights: 3
  connect_rate: 200/s
  connect_timeout: 500ms
  answer_timeout: 300ms
  mqtt_version: )"} + GetParam() + R"(
timeline:
  - change: {lights: all, desired: {color: blue}}
  - pause: 300ms
drain: 1s
)",
                                                              "s.yaml", {}, {})
                                     .value();
  policy::Document document_;
};

TEST_P(RunUnderLeastPrivilege, HasNoDenial) {
  const auto outcome = run_under(document_);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->result.refusals.endpoint.value().total(), 0U);
  EXPECT_EQ(outcome->result.changes.converged, 3U);
}

TEST_P(RunUnderLeastPrivilege, LessAnyStatementHasOneAndNamesIt) {
  const std::vector<std::string> actions{"iot:Publish on", "iot:Receive on", "iot:Subscribe on",
                                         "iot:Connect on"};
  ASSERT_EQ(document_.statements.size(), actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    policy::Document less = document_;
    less.statements.erase(less.statements.begin() + static_cast<std::ptrdiff_t>(i));
    const auto outcome = run_under(less);
    ASSERT_TRUE(outcome) << outcome.error().message;
    ASSERT_TRUE(outcome->refusal) << "no light can be in step without " << actions[i];
    EXPECT_FALSE(outcome->result.complete);
    EXPECT_EQ(outcome->refusal->kind, ErrorKind::kUnreachable);
    EXPECT_THAT(outcome->refusal->message, HasSubstr("the endpoint has refused "));
    EXPECT_THAT(outcome->refusal->message, HasSubstr("most often for " + actions[i]));
    for (const auto& [cause, times] : outcome->result.refusals.endpoint.value().causes)
      EXPECT_THAT(cause, HasSubstr(actions[i])) << times;
  }
}

INSTANTIATE_TEST_SUITE_P(, RunUnderLeastPrivilege, testing::Values("\"5\"", "\"3.1.1\""));

}  // namespace
}  // namespace shadowsim::runtime
