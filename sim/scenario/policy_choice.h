#pragma once

#include <string>

#include "sim/base/result.h"

namespace shadowsim::scenario {

// A file of an IoT policy, and whom it is attached to.
struct PolicyChoice {
  std::string names;  // of their things, with wildcards '*' and '?'; empty: everybody
  std::string file;   // as it is to be opened; never empty

  // As parse_policy_choice() takes it.
  std::string to_text() const;

  friend bool operator==(const PolicyChoice&, const PolicyChoice&) = default;
};

// Takes "FILE" or "NAMES=FILE" apart. A '=' after a '/' is part of FILE.
// Errors: kUsage, where there is no FILE, or a '=' without NAMES before it.
Result<PolicyChoice> parse_policy_choice(const std::string& written);

}  // namespace shadowsim::scenario
