#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/scenario.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::world {

// A scenario written as its author would, for tests. Aborts where it is not valid.
inline scenario::Scenario read(std::string_view yaml, const scenario::Overrides& overrides = {}) {
  return scenario::read_scenario_text(yaml, "test.yaml", overrides, {}).value();
}

// A fleet of some lights and two apps, with a few seconds of churn.
inline scenario::Scenario small_scenario(const scenario::Overrides& overrides = {}) {
  return read(R"(
shadowsim: 1
name: small
seed: 7
fleet:
  lights: 20
  connect_rate: 1000/s
  apply_delay: {uniform: [1ms, 30ms]}
apps: {sessions: 2}
timeline:
  - churn:
      for: 5s
      desired:
        rate: 40/s
        values: {color: {one_of: [red, green, blue, white]}}
)",
              overrides);
}

}  // namespace shadowsim::world
