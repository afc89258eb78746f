#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/random.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::schedule {

// Gives a property's values as a scenario::ValueSource says. Remembers four bytes a light where the
// source has to know what that light was given last.
class ValueDrawer {
 public:
  // Borrows the source. `lights` is the fleet's number of lights; `initial` is what each of them
  // has to begin with, as compact JSON text, or empty.
  ValueDrawer(const scenario::ValueSource& source, std::uint32_t lights,
              const std::string& initial);

  // The light's next value, as compact JSON text.
  std::string draw(LightId light, Random& random);

 private:
  const std::string& draw_one_of(const scenario::OneOf& source, LightId light, Random& random);

  const scenario::ValueSource* source_;
  // For each light: in one_of the place of its last value plus one, 0 before the first; in sequence
  // and toggle the place of its next value.
  std::vector<std::uint32_t> places_;
};

}  // namespace shadowsim::schedule
