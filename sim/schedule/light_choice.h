#pragma once

#include <optional>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/random.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::schedule {

// Chooses lights as a scenario::LightChoice says. Holds eight bytes a light for a skewed choice,
// nothing for the others.
class LightChooser {
 public:
  // Borrows the choice. Requires: lights > 0, named lights are below that.
  LightChooser(const scenario::LightChoice& choice, std::uint32_t lights);

  LightId draw(Random& random);

 private:
  std::uint32_t first_lights_ = 0;               // each of them equally likely
  std::optional<Zipf> skewed_;                   // or by rank
  const std::vector<LightId>* named_ = nullptr;  // or one of these
  std::optional<std::uint32_t> next_;            // or that one, and then its successor
};

}  // namespace shadowsim::schedule
