#pragma once

#include <cstdio>
#include <sstream>
#include <string>

#include "sim/base/check.h"

namespace shadowsim::fuzz {

// What is said about a text called "f": lines that each begin with a place in it.
inline void check_places(const std::string& message) {
  SHADOWSIM_CHECK(!message.empty(), "a refusal without a word");
  std::istringstream lines{message};
  for (std::string line; std::getline(lines, line);) {
    unsigned row = 0;
    unsigned column = 0;
    const bool has_place = std::sscanf(line.c_str(), "f:%u:%u: ", &row, &column) == 2;
    SHADOWSIM_CHECK(has_place && row > 0 && column > 0, "{}", line);
  }
}

}  // namespace shadowsim::fuzz
