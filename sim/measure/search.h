#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/units.h"

namespace shadowsim::measure {

// One run of a search for the highest rate at which the thresholds hold.
struct RateTry {
  Rate rate;
  bool held = false;
  std::string saturated;  // where it did not hold: saturation_text() of it

  friend bool operator==(const RateTry&, const RateTry&) = default;
};

struct Search {
  std::vector<RateTry> tries;  // in the order in which they were made

  // The highest rate that held; none if none did.
  std::optional<Rate> held() const;

  // The try at the lowest rate that did not hold; none if all did.
  std::optional<RateTry> failed() const;

  friend bool operator==(const Search&, const Search&) = default;
};

}  // namespace shadowsim::measure
