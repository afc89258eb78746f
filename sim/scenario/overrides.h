#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/text/problems.h"
#include "sim/text/tree.h"

namespace shadowsim::scenario {

// What the command line says otherwise than the scenario file, as it was written there.
struct Overrides {
  // "PATH=VALUE" each, in order: PATH is keys joined by dots, with [N] for the Nth item of a list
  // counted from 0, and ["..."] for a key that holds a dot; VALUE is YAML. Missing mappings on the
  // way are made. "fleet.lights=10", "timeline[0].churn.for=5s".
  std::vector<std::string> sets;

  std::optional<std::string> lights;  // --lights N: short for fleet.lights=N
  std::optional<std::string> seed;    // --seed S: short for seed=S

  // --duration D: the last churn step is lengthened or shortened so that the timeline ends after D.
  std::optional<std::string> duration;
};

// Changes the tree as `sets`, `lights` and `seed` say, in this order; whatever is wrong with a
// value is left to the validation, which tells it under the override's name. Reports paths that
// lead nowhere, as "--set PATH=VALUE: ...".
void apply_overrides(Node& root, const Overrides& overrides, Problems& problems);

}  // namespace shadowsim::scenario
