#include "sim/terminal/shard_choice.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "sim/results/utc_text.h"

namespace shadowsim::terminal {
namespace {

using schedule::Shard;

struct Launcher {
  const char* name;
  const char* index;
  const char* count;
};

// The innermost first: Open MPI may itself have been started by Slurm.
constexpr std::array kLaunchers{
    Launcher{"Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
    Launcher{"MPICH", "PMI_RANK", "PMI_SIZE"},
    // Not SLURM_NTASKS, which the shell of a batch job has, too, where there is no rank to take.
    Launcher{"Slurm", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"},
    Launcher{"Kubernetes", "JOB_COMPLETION_INDEX", "SHADOWSIM_SHARDS"},
};

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || rest != end) return std::nullopt;
  return number;
}

// `what` is where the numbers come from.
Result<Shard> make_shard(std::string_view index, std::string_view count, std::string_view what) {
  const auto index_number = parse_number(index);
  const auto count_number = parse_number(count);
  if (!index_number || !count_number || *index_number >= *count_number) {
    return usage_error(
        fmt::format("{}: a shard is I/N with I from 0 to N - 1, like 0/4 and 3/4, not '{}/{}'",
                    what, index, count));
  }
  return Shard{*index_number, *count_number};
}

Result<Shard> shard_of_launcher(const Environment& environment) {
  std::string names;
  for (const Launcher& launcher : kLaunchers) {
    const auto index = environment(launcher.index);
    const auto count = environment(launcher.count);
    // Slurm's rank alone is set in every batch shell, and says nothing there.
    const bool is_ours = std::string_view{launcher.name} == "Kubernetes";
    if (index && (count || is_ours)) {
      if (!count)
        return usage_error(
            fmt::format("--shard auto: {} is set but {} is not: set it to the number "
                        "of the Job's completions",
                        launcher.index, launcher.count));
      return make_shard(*index, *count,
                        fmt::format("--shard auto, by {}'s {}", launcher.name, launcher.index));
    }
    names += fmt::format("{}{} ({} and {})", names.empty() ? "" : ", ", launcher.name,
                         launcher.index, launcher.count);
  }
  return usage_error(
      fmt::format("--shard auto: no launcher's environment found; looked for {}", names));
}

Result<Shard> read_shard(const std::string& option, const Environment& environment) {
  if (option.empty()) return Shard{};
  if (option == "auto") return shard_of_launcher(environment);
  const std::size_t slash = option.find('/');
  if (slash == std::string::npos)
    return usage_error(
        fmt::format("--shard: I/N with I from 0 to N - 1, like 0/4, or auto, not '{}'", option));
  return make_shard(std::string_view{option}.substr(0, slash),
                    std::string_view{option}.substr(slash + 1), "--shard");
}

}  // namespace

std::optional<std::string> environment_variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

Result<Shard> choose_shard(const std::string& option, const Environment& environment,
                           std::uint32_t lights) {
  auto shard = read_shard(option, environment);
  if (shard && shard->count > lights)
    return usage_error(fmt::format("--shard {}: the fleet has {} lights, too few for {} shards",
                                   to_text(*shard), lights, shard->count));
  return shard;
}

Result<std::optional<WallTime>> choose_start(const std::string& option, WallTime now) {
  if (option.empty()) return std::optional<WallTime>{};
  const auto moment = results::parse_rfc3339(option);
  if (!moment)
    return usage_error(fmt::format("--start-at: a time of RFC 3339 like {}, not '{}'",
                                   results::to_rfc3339(now), option));
  if (*moment <= now)
    return usage_error(
        fmt::format("--start-at {} has passed: it is {} now", option, results::to_rfc3339(now)));
  return std::optional{*moment};
}

}  // namespace shadowsim::terminal
