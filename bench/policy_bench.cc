// What a policy costs: a question asked before, a new one, and reading a document.

#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "sim/base/check.h"
#include "sim/policy/least_privilege.h"
#include "sim/policy/policy_document.h"
#include "sim/policy/session_policy.h"

namespace shadowsim::policy {
namespace {

constexpr std::string_view kTopics = "$aws/things/light-0000/shadow/";

// The policy of AWS's sample, for a light with a classic shadow.
std::string sample() {
  Needs needs;
  for (const char* topic : {"get", "update"})
    needs.publishes.push_back(std::string{kTopics} + topic);
  for (const char* topic :
       {"get/accepted", "get/rejected", "update/accepted", "update/rejected", "update/delta"})
    needs.receives.push_back(std::string{kTopics} + topic);
  needs.subscribes = needs.receives;
  needs.connects = {"test-*"};
  return least_privilege(needs, {});
}

SessionPolicy make_session() {
  auto document = parse_document(sample(), "sample", nullptr);
  SHADOWSIM_CHECK(document.has_value(), "{}", document.error().message);
  return {std::make_shared<const std::vector<Document>>(std::vector{*document}),
          {},
          {.client_id = "test-0001"}};
}

void ask_again(benchmark::State& state) {
  SessionPolicy session = make_session();
  const std::string topic = std::string{kTopics} + "update/delta";
  SHADOWSIM_CHECK(session.authorize(Action::kReceive, topic).is_allowed(), "{}", topic);
  for (auto _ : state)
    benchmark::DoNotOptimize(session.authorize(Action::kReceive, topic));
}
BENCHMARK(ask_again);

void ask_anew(benchmark::State& state) {
  const SessionPolicy session = make_session();
  const std::string name = arn({}, Action::kReceive, std::string{kTopics} + "update/delta");
  const Facts facts{{.client_id = "test-0001"}};
  for (auto _ : state)
    benchmark::DoNotOptimize(evaluate(session.documents(), "iot:Receive", name, facts));
}
BENCHMARK(ask_anew);

void read_sample(benchmark::State& state) {
  const std::string text = sample();
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_document(text, "sample", nullptr));
}
BENCHMARK(read_sample);

}  // namespace
}  // namespace shadowsim::policy
