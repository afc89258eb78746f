#include "sim/scenario/policy_choice.h"

#include <fmt/format.h>

namespace shadowsim::scenario {

Result<PolicyChoice> parse_policy_choice(const std::string& written) {
  const auto flaw = [&written](std::string_view missing) {
    return usage_error(
        fmt::format("'{}' has no {}: a policy is FILE, or NAMES=FILE for things of such names",
                    written, missing));
  };
  if (written.empty()) return flaw("FILE");
  const std::size_t end = written.find_first_of("=/");
  if (end == std::string::npos || written[end] == '/') return PolicyChoice{{}, written};
  if (end == 0) return flaw("NAMES");
  if (end + 1 == written.size()) return flaw("FILE");
  return PolicyChoice{written.substr(0, end), written.substr(end + 1)};
}

std::string PolicyChoice::to_text() const {
  return names.empty() ? file : names + '=' + file;
}

}  // namespace shadowsim::scenario
