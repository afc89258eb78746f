#include "sim/runtime/run.h"

#include <vector>

#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

scenario::Scenario short_scenario() {
  return scenario::read_scenario_text(R"(
shadowsim: 1
name: short
fleet: {lights: 10, connect_rate: 200/s, apply_delay: 5ms}
apps: {sessions: 2}
timeline:
  - churn:
      for: 2s
      desired: {rate: 50/s, values: {color: {one_of: [red, green, blue]}}}
)",
                                      "test.yaml", {}, {})
      .value();
}

TEST(Run, MeasuresARunOnAnEmbeddedEndpoint) {
  const auto scenario = short_scenario();
  std::vector<Progress> seen;
  const RunSettings settings{.scenario = scenario,
                             .endpoint = {},
                             .broker_plugin = SHADOWSIM_PLUGIN,
                             .program = SHADOWSIM_PROGRAM,
                             .progress = [&](const Progress& now) { seen.push_back(now); }};
  const auto outcome = run_scenario(settings);
  ASSERT_TRUE(outcome) << outcome.error().message;
  const auto& result = outcome->result;
  EXPECT_TRUE(result.complete);
  EXPECT_FALSE(outcome->interrupted);
  EXPECT_TRUE(result.changes.balances());
  EXPECT_NEAR(static_cast<double>(result.changes.scheduled), 100, 50);
  EXPECT_EQ(result.changes.unconverged, 0U);
  EXPECT_EQ(result.connections.established, 12U);
  EXPECT_EQ(result.final_check, (measure::FinalCheck{.lights = 10, .in_sync = 10}));
  EXPECT_EQ(result.latencies.convergence.count(), result.changes.converged);
  // Not of every one: on a slow machine a light may already be applying a value when it is asked for
  // again.
  EXPECT_GE(result.latencies.convergence.percentile(0.5), 5ms) << "the apply delay is part of it";
  EXPECT_GT(result.instrument.floor_round_trip.count(), 0U);
  EXPECT_EQ(result.instrument.scheduling_lag.count(), result.changes.scheduled);
  EXPECT_GT(result.resources.cpu, 0ns);
  EXPECT_TRUE(result.endpoint.embedded);
  EXPECT_GE(seen.size(), 2U);
}

TEST(Run, BringsTwoShadowsOfEachLightInSyncOverMqtt311) {
  const auto scenario = scenario::read_scenario_text(R"(
shadowsim: 1
name: two-shadows
fleet:
  lights: 5
  connect_rate: 200/s
  mqtt_version: 3.1.1
  shadows: [$ours, {name: cfg, initial_state: {every: 60}}]
timeline:
  - change: {lights: all, shadow: cfg, desired: {every: 10}}
  - churn: {for: 1s, desired: {rate: 20/s, values: {color: {one_of: [red, green, blue]}}}}
)",
                                                     "test.yaml", {}, {})
                            .value();
  const auto outcome = run_scenario({.scenario = scenario,
                                     .version = {},
                                     .endpoint = {},
                                     .broker_plugin = SHADOWSIM_PLUGIN,
                                     .program = {},
                                     .progress = {}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->result.endpoint.mqtt_version, "3.1.1");
  EXPECT_EQ(outcome->result.changes.unconverged, 0U);
  EXPECT_GE(outcome->result.changes.converged, 5U);
  EXPECT_EQ(outcome->result.final_check, (measure::FinalCheck{.lights = 5, .in_sync = 5}));
  EXPECT_EQ(outcome->result.connections.established, 6U) << "one session for both shadows";
}

// Plays it on an embedded endpoint behind a gateway.
measure::RunResult run_behind_gateway(const scenario::Scenario& scenario, admission::Rules rules,
                                      const char* engine = "mosquitto") {
  const auto outcome = run_scenario({.scenario = scenario,
                                     .version = {},
                                     .endpoint = {},
                                     .engine = find_session_engine(engine).value(),
                                     .rules = std::move(rules),
                                     .broker_plugin = SHADOWSIM_PLUGIN,
                                     .program = {},
                                     .progress = {}});
  EXPECT_TRUE(outcome) << outcome.error().message;
  return outcome ? outcome->result : measure::RunResult{};
}

TEST(Run, BothSidesBooksAgreeBehindAGateway) {
  const auto scenario = short_scenario();
  const auto result = run_behind_gateway(scenario, {.quotas = quota::QuotaProfile{}});
  ASSERT_TRUE(result.refusals.endpoint);
  const auto& told = *result.refusals.endpoint;
  EXPECT_EQ(told.total(), 0U);
  EXPECT_EQ(told.metrics.at("Connect.Success"), result.connections.established);
  EXPECT_EQ(told.packets.publishes_passed, result.messages.published);
  EXPECT_EQ(told.packets.deliveries_passed, result.messages.received);
  EXPECT_EQ(told.metrics.at("Subscribe.Success"), 10U * 5U);
  EXPECT_EQ(told.quotas.at("concurrent_connections_per_account").peak, 12U);
  EXPECT_EQ(told.quotas.at("subscriptions_max_per_connection").peak, 5U);
  EXPECT_EQ(result.final_check.in_sync, 10U);
  EXPECT_TRUE(result.resources.endpoint_busiest_thread);
}

TEST(Run, BothSidesBooksAgreeWherePublishesAreRefused) {
  const auto scenario = short_scenario();
  quota::QuotaProfile quotas;
  quotas.set(quota::Limit::kPublishRequestsPerSecondPerConnection, 8);  // an app sends 25 a second
  const auto result = run_behind_gateway(scenario, {.quotas = quotas});
  ASSERT_TRUE(result.refusals.endpoint);
  const auto& told = *result.refusals.endpoint;
  EXPECT_GT(told.packets.publishes_refused, 0U);
  EXPECT_EQ(told.packets.publishes_passed + told.packets.publishes_refused,
            result.messages.published);
  EXPECT_EQ(told.causes.at("publish_requests_per_second_per_connection"),
            told.packets.publishes_refused + told.packets.deliveries_refused);
  EXPECT_EQ(told.metrics.at("Throttle.Exceeded"), told.total());
}

TEST(Run, ADisconnectStepEndsConnectionsWhichComeBack) {
  auto scenario = short_scenario();
  scenario.fleet.careful = false;  // who is careful does not connect again for 10 s
  scenario.timeline.emplace_back(scenario::Disconnect{.at = 500ms});
  const auto result = run_behind_gateway(scenario, {});
  EXPECT_EQ(result.connections.lost, 12U);
  EXPECT_EQ(result.connections.reconnected, 12U);
  EXPECT_EQ(result.final_check.in_sync, 10U);
  EXPECT_EQ(result.refusals.endpoint.value().metrics.at("Connect.Success"), 24U);
}

scenario::LinkFault fault_of_all(const scenario::Scenario& scenario, Duration length) {
  scenario::LinkFault fault{.at = 0s, .length = length};
  for (std::uint32_t i = 0; i < scenario.fleet.lights; ++i)
    fault.lights.push_back(LightId{i});
  return fault;
}

TEST(Run, ADelayOfLinksShowsInTheLatencies) {
  auto scenario = short_scenario();
  auto slow = fault_of_all(scenario, 2s);
  slow.delay = DelayDistribution::uniform(20ms, 30ms);
  scenario.timeline.insert(scenario.timeline.begin(), slow);
  const auto result = run_behind_gateway(scenario, {});
  EXPECT_GE(result.latencies.round_trip.percentile(0.5), 40ms) << "each way, between 20 and 30 ms";
  EXPECT_GE(result.latencies.convergence.percentile(0.5), 60ms) << "three ways";
  EXPECT_EQ(result.connections.lost, 0U);
  EXPECT_EQ(result.changes.unconverged, 0U);
  EXPECT_EQ(result.final_check.in_sync, 10U);
}

TEST(Run, ASilenceBelowTheKeepAliveCostsTimeOnly) {
  auto scenario = short_scenario();
  auto silent = fault_of_all(scenario, 1s);
  silent.is_silent = true;
  scenario.timeline.insert(scenario.timeline.begin(), silent);
  const auto result = run_behind_gateway(scenario, {});
  EXPECT_GE(result.latencies.convergence.max(), 500ms);
  EXPECT_EQ(result.connections.lost, 0U);
  EXPECT_EQ(result.changes.unconverged, 0U);
  EXPECT_EQ(result.final_check.in_sync, 10U);
}

TEST(Run, ASilenceBeyondTheKeepAliveBreaksConnectionsWhichComeBack) {
  auto scenario = short_scenario();
  scenario.fleet.careful = false;  // who is careful does not connect again for 10 s
  scenario.fleet.keep_alive = 1s;
  auto silent = fault_of_all(scenario, 4s);
  silent.lights.resize(3);
  silent.is_silent = true;
  scenario.timeline.insert(scenario.timeline.begin(), silent);
  // libmosquitto has no keep-alive below 5 s.
  const auto result = run_behind_gateway(scenario, {}, "paho");
  // Who is careless tries again at once, and is lost once more in the silence.
  EXPECT_GE(result.connections.lost, 3U);
  EXPECT_EQ(result.connections.reconnected, result.connections.lost);
  EXPECT_EQ(result.changes.unconverged, 0U);
  EXPECT_EQ(result.final_check.in_sync, 10U);
}

TEST(Run, WithoutThePluginThereIsNoEndpoint) {
  const auto scenario = short_scenario();
  const auto outcome = run_scenario({.scenario = scenario,
                                     .endpoint = {},
                                     .broker_plugin = "/no/such/plugin.so",
                                     .program = {},
                                     .progress = {}});
  ASSERT_TRUE(outcome.has_error());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kSystem);
}

}  // namespace
}  // namespace shadowsim::runtime
