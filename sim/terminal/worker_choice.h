#pragma once

#include <cstdint>
#include <string>

#include "sim/base/result.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::terminal {

// As many sessions as one worker with that client library should have: as the library takes them
// well, or as the descriptors of a process allow (`descriptors_max`, its hard limit).
std::uint64_t sessions_per_worker(const runtime::SessionEngine& client,
                                  std::uint64_t descriptors_max);

// How many workers --workers asks for: a number, or "auto": the fewest that have no more sessions
// than sessions_per_worker() says.
// Errors: kUsage: no such number, or more workers than lights.
Result<std::uint32_t> choose_workers(const std::string& option, std::uint32_t lights,
                                     std::uint64_t sessions, std::uint64_t sessions_each);

}  // namespace shadowsim::terminal
