#pragma once

#include "sim/measure/environment.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::runtime {

// What this process runs with and on: the engine's libraries, where the endpoint is embedded its
// broker, and the machine. Who knows the program's own version adds that. What cannot be found out is left empty. Blocks for some
// milliseconds, so it is not for the time of the load.
measure::Environment environment_of(const SessionEngine& engine, bool has_embedded_broker);

}  // namespace shadowsim::runtime
