#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/quota/limits.h"
#include "sim/scenario/validation.h"

namespace shadowsim::scenario {

// What takes a share of quotas beside the lights, while the timeline is played.
struct Background {
  double share = 0;                    // of each: above 0, at most 1
  std::vector<quota::Limit> quotas{};  // of background_quotas(), at least one, each once

  friend bool operator==(const Background&, const Background&) = default;
};

// The quotas that lights and apps leave alone, so that something else has to take its share of them.
std::span<const quota::Limit> background_quotas();

// The scenario's; none where it has none. What is wrong with it is added to the problems.
std::optional<Background> read_background(const Node& scenario, Problems& problems);

}  // namespace shadowsim::scenario
