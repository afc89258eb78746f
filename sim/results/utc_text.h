#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/time/clock.h"

namespace shadowsim::results {

// "2026-11-23T04:12:00.250Z".
// Source:  RFC 3339.
std::string to_rfc3339(WallTime when);

// Reads any time of RFC 3339: with any number of decimals (what is below the millisecond is cut off)
// or none, and with an offset from UTC; but no leap second.
std::optional<WallTime> parse_rfc3339(std::string_view text);

// "20261123T041200Z", for names of files.
// Source:  ISO 8601, basic format.
std::string to_basic_utc(WallTime when);

}  // namespace shadowsim::results
