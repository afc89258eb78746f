#pragma once

#include <string>

#include "sim/scenario/scenario_reader.h"

namespace shadowsim::demand {

// A scenario of that text, after its first line.
inline scenario::Scenario read(const std::string& text) {
  return scenario::read_scenario_text("shadowsim: 1\n" + text, "s.yaml", {}, {}).value();
}

}  // namespace shadowsim::demand
