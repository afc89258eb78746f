#pragma once

#include <span>
#include <string>

#include "sim/probe/found_limit.h"

namespace shadowsim::report {

// The table of a search for limits: a row for each, at most 80 columns, then why rows are hidden or broken, and
// how many hold.
std::string to_limits_text(std::span<const probe::FoundLimit> limits);

// A number of that limit in its unit, at most 9 characters: "100/s", "512 KiB/s", "131072 B", "30 s".
std::string limit_text(double number, const std::string& unit);

// What was found: "100.2/s", or ">200/s" where nothing was refused up to there; "-" where nothing was tried.
std::string found_text(const probe::FoundLimit& limit);

}  // namespace shadowsim::report
