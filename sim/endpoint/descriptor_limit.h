#pragma once

#include <cstdint>

#include "sim/base/result.h"

namespace shadowsim::endpoint {

// Makes sure that this process may have `needed` descriptors open at once, sockets and files
// together, by raising its soft limit where that is lower.
// Errors: kSystem where the hard limit does not allow it; says which limit, what is needed and how
//         to raise it.
// Source: getrlimit(2), RLIMIT_NOFILE.
Result<void> ensure_descriptors(std::uint64_t needed);

// The hard limit: as many as a process may have at all.
std::uint64_t descriptors_max();

}  // namespace shadowsim::endpoint
