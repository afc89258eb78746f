#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/base/result.h"
#include "sim/schedule/shard.h"
#include "sim/time/clock.h"

namespace shadowsim::terminal {

// The value of an environment variable, if it is set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// This process's own.
std::optional<std::string> environment_variable(const char* name);

// What --shard says: "I/N" with an index from 0, the whole fleet where it is empty, or "auto": what
// the launcher that started this process says in its environment, which is read for "auto" only, so
// that a run in the shell of somebody's allocation is a run like any other. The first of these that
// is set counts:
//   Open MPI                 OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE
//   MPICH, Intel MPI         PMI_RANK, PMI_SIZE
//   Slurm, in a step (srun)  SLURM_PROCID, SLURM_STEP_NUM_TASKS
//   Kubernetes Indexed Job   JOB_COMPLETION_INDEX, and SHADOWSIM_SHARDS, which the manifest sets
// Errors: kUsage: not of that form, an index not below the count, no launcher found, or a shard of
//         a fleet with fewer lights than shards.
// Source: mpirun(1) "Exported Environment Variables"; srun(1) "Output environment variables";
//         Kubernetes, "Indexed Job for Parallel Processing".
Result<schedule::Shard> choose_shard(const std::string& option, const Environment& environment,
                                     std::uint32_t lights);

// The moment that --start-at names, in RFC 3339; none where it is empty.
// Errors: kUsage: no such time, or one that is not after `now`.
Result<std::optional<WallTime>> choose_start(const std::string& option, WallTime now);

}  // namespace shadowsim::terminal
