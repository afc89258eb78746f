#pragma once

#include <string>
#include <string_view>

#include "sim/measure/flight_recorder.h"

namespace shadowsim::results {

// slowest.json, schema "shadowsim.slowest/1": the slowest convergences and the first changes that
// did not converge, with every hop's time in microseconds since the planned moment, null where it
// was not seen. docs/results.md describes each key.
std::string to_slowest_json(const measure::Flights& flights, WallTime started_at);

// Reads such a text back.
// Errors: kUsage; names the file and the key.
Result<measure::Flights> parse_slowest_json(std::string_view text);

}  // namespace shadowsim::results
