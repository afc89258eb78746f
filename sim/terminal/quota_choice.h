#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/quota/quota_profile.h"

namespace shadowsim::terminal {

// What the command line says of the account that a plan is for.
struct QuotaOptions {
  std::string file;             // --quotas FILE; empty: AWS's defaults
  std::optional<double> share;  // --quota-share PERCENT, as a share: above 0, at most 1
  bool beyond = false;          // --beyond-quotas

  // Whether any of them was given.
  bool are_given() const { return !file.empty() || share || beyond; }
};

// A profile, and what to call it.
struct ChosenQuotas {
  quota::QuotaProfile profile;
  std::string title;  // "AWS's defaults in eu-north-1", "the quotas in account.yaml"
  double share = 0;   // that a plan may use
};

// The file's; or else `own`, what the scenario has in `endpoint.quotas`; or else AWS's defaults as they are
// built in: those of the Region where `host` names one. An empty host is none.
// Errors:  kUsage, as read_profile().
Result<ChosenQuotas> choose_quotas(const QuotaOptions& options, std::string_view host,
                                   const std::optional<quota::QuotaProfile>& own = {});

// What to say of quota options where only the embedded endpoint is there, whose quotas are the scenario's.
// Errors:  kUsage where any of them was given.
Result<void> refuse_for_embedded(const QuotaOptions& options);

// Reads "80" or "80%": above 0, at most 100. None for other texts.
std::optional<double> parse_share(std::string_view percent);

}  // namespace shadowsim::terminal
