#include "sim/scenario/endpoint_reading.h"

#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

using quota::Limit;

std::string with_endpoint(std::string_view endpoint) {
  return "shadowsim: 1\nfleet: {lights: 5}\ntimeline: [{pause: 1s}]\nendpoint: " +
         std::string{endpoint};
}

EndpointRules rules(std::string_view endpoint, const std::string& file = "s.yaml") {
  const auto scenario = read_scenario_text(with_endpoint(endpoint), file, {}, {});
  EXPECT_TRUE(scenario) << scenario.error().message;
  return scenario->endpoint;
}

struct Bad {
  const char* endpoint;
  const char* problem;
};

class RefuseEndpoint : public testing::TestWithParam<Bad> {};

TEST_P(RefuseEndpoint, SaysWhereAndWhy) {
  EXPECT_EQ(problems_of(with_endpoint(GetParam().endpoint)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseEndpoint,
    testing::Values(
        Bad{"{polcy: a.json}",
            "s.yaml:4:12: endpoint has no key 'polcy', did you mean 'policy'? Allowed: policy, "
            "quotas"},
        Bad{"{policy: []}",
            "s.yaml:4:20: endpoint.policy has 0 items, it must be a text, or a list of at least 1, "
            "each a text"},
        Bad{"{policy: [a.json, light-*=]}",
            "s.yaml:4:29: endpoint.policy: 'light-*=' has no FILE: a policy is FILE, or NAMES=FILE "
            "for things of such names"},
        Bad{"{policy: =a.json}",
            "s.yaml:4:20: endpoint.policy: '=a.json' has no NAMES: a policy is FILE, or NAMES=FILE "
            "for things of such names"},
        Bad{"{quotas: {scale: 2}}",
            "s.yaml:4:28: endpoint.quotas.scale must be a number from 1e-06 to 1, or a mapping "
            "with account, connection, time, not '2'"},
        Bad{"{quotas: {set: {connect_requests_per_second: 3}}}",
            "s.yaml:4:27: endpoint.quotas.set: there is no limit 'connect_requests_per_second'"},
        Bad{"{quotas: {set: {topic_max_slash: 3}}}",
            "s.yaml:4:27: endpoint.quotas.set: there is no limit 'topic_max_slash', did you mean "
            "'topic_max_slashes'?"},
        Bad{"{quotas: {set: {topic_max_slashes: 1.5}}}",
            "s.yaml:4:46: endpoint.quotas.set.topic_max_slashes must be a whole number from 0 to "
            "1e9, not '1.5'"}));

TEST(ReadEndpoint, WithoutItThereAreNoRules) {
  EXPECT_TRUE(rules("{}").empty());
}

TEST(ReadEndpoint, TakesFilesFromTheScenariosFolder) {
  EXPECT_EQ(rules("{policy: a.json}").policies, (std::vector<PolicyChoice>{{"", "a.json"}}));
  EXPECT_EQ(rules("{policy: [a.json, p/b.json, /c.json]}", "dir/sub/s.yaml").policies,
            (std::vector<PolicyChoice>{
                {"", "dir/sub/a.json"}, {"", "dir/sub/p/b.json"}, {"", "/c.json"}}));
  EXPECT_EQ(rules("{policy: \"light-*=b.json\"}", "dir/s.yaml").policies,
            (std::vector<PolicyChoice>{{"light-*", "dir/b.json"}}));
  EXPECT_EQ(rules("{quotas: q.yaml}", "dir/s.yaml").quotas, QuotaChoice{.file = "dir/q.yaml"});
}

TEST(ReadEndpoint, ScalesQuotasAndSetsSomeOfThem) {
  const QuotaChoice expected{.file = "q.yaml",
                             .scale = quota::Scale{.account = 0.01},
                             .set = {{Limit::kConnectRequestsPerSecondPerAccount, 30}}};
  EXPECT_EQ(rules("{quotas: {file: q.yaml, scale: 0.01, set: "
                  "{connect_requests_per_second_per_account: 30}}}")
                .quotas,
            expected);
  EXPECT_EQ(rules("{quotas: {scale: {account: 0.5, time: 0.1}}}").quotas,
            (QuotaChoice{.scale = quota::Scale{.account = 0.5, .connection = 1, .time = 0.1}}));
}

}  // namespace
}  // namespace shadowsim::scenario
