#pragma once

#include <string>

namespace shadowsim::scenario {

// One top-level property of a section and its value.
struct Property {
  std::string name;
  std::string value;  // compact JSON text; never null

  friend bool operator==(const Property&, const Property&) = default;
};

}  // namespace shadowsim::scenario
