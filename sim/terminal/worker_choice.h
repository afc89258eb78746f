#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.h"

namespace shadowsim::terminal {

// As many sessions as one worker of that client library should have. Paho walks through all sessions
// of its process for each message, so it wants about a hundred; others have as many as the descriptors
// of a process allow (`descriptors_max`, its hard limit), at four a session.
std::uint64_t sessions_per_worker(std::string_view client, std::uint64_t descriptors_max);

// How many workers --workers asks for: a number, or "auto": the fewest that have no more sessions
// than sessions_per_worker() says.
// Errors: kUsage: no such number, or more workers than lights.
Result<std::uint32_t> choose_workers(const std::string& option, std::uint32_t lights,
                                     std::uint64_t sessions, std::uint64_t sessions_each);

}  // namespace shadowsim::terminal
