#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/quota/limits.h"
#include "sim/quota/quota_profile.h"
#include "sim/scenario/policy_choice.h"

namespace shadowsim::scenario {

// An account's quotas, of a file and of what is to be otherwise.
struct QuotaChoice {
  std::string file{};                   // as it is to be opened; empty: AWS's defaults
  std::optional<quota::Scale> scale{};  // in the place of the file's own; none: that

  // In force as they stand here, whatever the scale.
  std::vector<std::pair<quota::Limit, double>> set{};

  friend bool operator==(const QuotaChoice&, const QuotaChoice&) = default;
};

// What the embedded endpoint holds its clients to. The files are named here and read by whoever starts
// an endpoint.
struct EndpointRules {
  std::vector<PolicyChoice> policies;  // empty: everything is allowed

  std::optional<QuotaChoice> quotas;  // none: there are no quotas

  bool empty() const { return policies.empty() && !quotas; }

  friend bool operator==(const EndpointRules&, const EndpointRules&) = default;
};

}  // namespace shadowsim::scenario
