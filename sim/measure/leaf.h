#pragma once

#include <string>

namespace shadowsim::measure {

// One leaf of a state document: where it stands and what it is.
struct Leaf {
  std::string path;   // JSON pointer (RFC 6901) from the section: "/color"
  std::string value;  // compact JSON text; two leaves are equal if their texts are

  friend bool operator==(const Leaf&, const Leaf&) = default;
};

}  // namespace shadowsim::measure
