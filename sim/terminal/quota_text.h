#pragma once

#include <string>
#include <vector>

#include "sim/demand/verdict.h"
#include "sim/terminal/quota_choice.h"

namespace shadowsim::terminal {

// A plan's needs beside an account's limits, for a person at 80 columns, a row each; what is more
// than allowed is marked with '!'. Sizes and counts of one connection are told only from half of
// their limit on. `is_sampled`: see demand::Demand.
std::string quota_text(const std::vector<demand::Judged>& judged, const ChosenQuotas& quotas,
                       bool is_sampled = false);

// What of a plan an account with these quotas could not bear even if nobody shared it, each in one sentence:
// what is asked of one connection or shadow above its whole limit, and packets that are too large.
std::vector<std::string> quota_warnings(const std::vector<demand::Judged>& judged,
                                        const ChosenQuotas& quotas);

// Why a plan may not be played, naming each quota, what is planned, what is allowed, and what helps.
// Requires: something is beyond.
std::string refusal_text(const std::vector<demand::Judged>& judged, const ChosenQuotas& quotas);

}  // namespace shadowsim::terminal
