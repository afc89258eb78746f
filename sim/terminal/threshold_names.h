#pragma once

#include <string>
#include <vector>

namespace shadowsim::terminal {

// All that a threshold may name: measure::metric_names(), and what an endpoint tells of its refusals:
// "refusals.endpoint.Connect.Throttle", "refusals.quotas.QUOTA.share", "refusals.causes.QUOTA".
std::vector<std::string> threshold_names();

}  // namespace shadowsim::terminal
