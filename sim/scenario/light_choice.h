#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/base/ids.h"

// Which lights the changes of a stream are for.
namespace shadowsim::scenario {

struct AllLights {};  // each equally likely

// All of them, one after another and again from the first: as even as a load can be.
struct LightsInTurn {};

// The first `share` of the fleet (rounded up), each of them equally likely.
struct ShareOfLights {
  double share = 1;  // above 0, at most 1

  // How many lights that is: at least one.
  std::uint32_t of(std::uint32_t lights) const;
};

// All lights, a few of them often: light of rank r with a probability in proportion to
// 1/(r+1)^skew.
struct SkewedLights {
  double skew = 1;  // 0 to 10
};

// Just these, each equally likely.
struct NamedLights {
  std::vector<LightId> lights;  // all different, at least one
};

using LightChoice = std::variant<AllLights, LightsInTurn, ShareOfLights, SkewedLights, NamedLights>;

}  // namespace shadowsim::scenario
