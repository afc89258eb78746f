#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"

// How tests of this folder read scenarios: from a text, called s.yaml.
namespace shadowsim::scenario {

// A few of the measure room's metrics.
inline const std::vector<std::string>& some_metrics() {
  static const std::vector<std::string> metrics{
      "changes.scheduled",          "changes.converged",
      "changes.unconverged",        "latency_us.convergence.p50",
      "latency_us.convergence.p99", "latency_us.convergence.count",
      "messages.rejected.*",        "elapsed_s"};
  return metrics;
}

inline Result<Scenario> read(std::string_view text, const Overrides& overrides = {}) {
  return read_scenario_text(text, "s.yaml", overrides, some_metrics());
}

// The scenario of a text that must be good.
inline Scenario good(std::string_view text, const Overrides& overrides = {}) {
  auto scenario = read(text, overrides);
  if (!scenario) {
    ADD_FAILURE() << scenario.error().message;
    return {};
  }
  return *scenario;
}

// All that is said about a text that must be bad; empty where it is good.
inline std::string problems_of(std::string_view text, const Overrides& overrides = {}) {
  const auto scenario = read(text, overrides);
  if (scenario) return {};
  EXPECT_EQ(scenario.error().kind, ErrorKind::kUsage);
  return scenario.error().message;
}

// A scenario whose timeline is one churn of desired changes with the given `values` and more keys.
inline std::string with_stream(std::string_view keys) {
  return "shadowsim: 1\nfleet: {lights: 10}\ntimeline:\n  - churn:\n      for: 10s\n"
         "      desired: {" +
         std::string{keys} + "}\n";
}

}  // namespace shadowsim::scenario
