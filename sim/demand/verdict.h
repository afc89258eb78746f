#pragma once

#include <vector>

#include "sim/demand/demand.h"
#include "sim/quota/quota_profile.h"

namespace shadowsim::demand {

// The share of a quota that a plan may use unless somebody says otherwise.
// Source: account-quotas.md, section 6: what a well-behaved client keeps to.
inline constexpr double kShare = 0.8;

// A need beside its limit.
struct Judged {
  Need need;
  double limit = 0;        // the quota's number
  double allowed = 0;      // what may be used of it: a share of rates and of what an account has in
                           // all; sizes and what one connection has, to the limit itself
  double used = 0;         // the need as a share of the limit
  bool is_beyond = false;  // it is more than allowed

  friend bool operator==(const Judged&, const Judged&) = default;
};

// In the order of the needs. Requires: share > 0.
std::vector<Judged> judge(const Demand& demand, const quota::QuotaProfile& quotas, double share);

}  // namespace shadowsim::demand
