#pragma once

#include "sim/admission/front_door.h"
#include "sim/base/error.h"
#include "sim/base/result.h"
#include "sim/measure/run_result.h"
#include "sim/runtime/gateway_thread.h"

namespace shadowsim::runtime {

// What the front door has to tell of a run.
measure::EndpointRefusals refusals_of(const admission::FrontDoor& door);

// Stops the gateway, adds what it has refused, and takes the CPU time of its thread, which is the endpoint's,
// off that of this process. Requires: the result has the process's CPU time.
// Errors: as GatewayThread::stop().
Result<void> add_gateway_side(measure::RunResult& result, GatewayThread& gateway);

// Why nobody got through, with what was refused most often where anything was.
Error with_refusals(Error error, const measure::EndpointRefusals& refusals);

}  // namespace shadowsim::runtime
