#pragma once

#include <cstdint>
#include <string>

#include "sim/base/result.h"
#include "sim/scenario/scenario.h"
#include "sim/terminal/quota_choice.h"

namespace shadowsim::terminal {

// What was found out about a plan before it is played.
struct QuotaReview {
  std::string table;    // the plan's needs beside the quotas, and how they are taken
  std::string refusal;  // why it may not be played; empty where it may
};

// Holds a plan against the quotas of the account behind a host, before anything is sent there.
// A host that cannot be an account's (see is_local_host) is not held to them, unless --quotas or
// --quota-share say that it is meant; nor is anybody with --beyond-quotas. `parts`: how many shards
// play the whole fleet.
// Errors:  kUsage, as choose_quotas().
Result<QuotaReview> review_quotas(const scenario::Scenario& scenario, std::uint32_t parts,
                                  const std::string& host, const QuotaOptions& options);

}  // namespace shadowsim::terminal
