#pragma once

#include <string_view>
#include <vector>

namespace shadowsim::probe {

// A number of a quota file that no probe looks for.
struct Unprobed {
  std::string_view quota;  // its key
  std::string_view why;
};

// All of them: together with probed_quotas() all that a quota file has.
std::vector<Unprobed> unprobed();

}  // namespace shadowsim::probe
