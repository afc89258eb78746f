#pragma once

#include <span>
#include <string>

#include "sim/measure/run_result.h"
#include "sim/probe/catalogue.h"
#include "sim/probe/found_limit.h"

namespace shadowsim::results {

// limits.json: how was looked, and what was found for each limit, in full.
std::string to_limits_json(std::span<const probe::FoundLimit> limits, const probe::Wishes& wishes,
                           const measure::RunResult& result);

// The limits as thresholds of a result, so that verdict, summary.json, junit.xml and report.html come of them
// as of any other run's: "P3 publish_requests_per_second_per_connection, MQTT 5: 100/s".
void judge_limits(measure::RunResult& result, std::span<const probe::FoundLimit> limits);

}  // namespace shadowsim::results
