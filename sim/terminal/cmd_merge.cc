#include "sim/terminal/cmd_merge.h"

#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/measure/merging.h"
#include "sim/results/judgement.h"
#include "sim/results/result_directory.h"
#include "sim/results/result_files.h"
#include "sim/schedule/shard.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/result_output.h"

namespace shadowsim::terminal {
namespace {

Result<std::vector<measure::Part>> read_parts(const std::vector<std::string>& directories) {
  std::vector<measure::Part> parts;
  for (const std::string& directory : directories) {
    auto result = results::read_result(directory);
    if (result.has_error()) return result.error();
    parts.push_back({.name = directory, .result = *std::move(result)});
  }
  return parts;
}

std::string missing_text(const measure::Merged& merged, std::uint32_t count) {
  std::string text;
  for (const std::uint32_t index : merged.missing) {
    const schedule::Shard shard{index, count};
    text +=
        fmt::format("{}shard {} ({})", text.empty() ? "" : ", ", to_text(shard),
                    lights_text(shard, static_cast<std::uint32_t>(merged.result.scenario.lights)));
  }
  return text;
}

}  // namespace

ExitCode merge(const MergeCommand& command) {
  const auto parts = read_parts(command.directories);
  if (parts.has_error()) return fail(parts.error());
  auto merged = measure::merge(*parts);
  if (merged.has_error()) return fail(merged.error());
  if (!merged->missing.empty()) {
    const std::string missing = missing_text(*merged, parts->front().result.shard.count);
    if (!command.allows_missing)
      return fail(usage_error(fmt::format(
          "missing: {}; --allow-missing merges the rest to a result that is not complete",
          missing)));
    fmt::print(stderr, "shadowsim: the result is not complete, missing: {}\n", missing);
  }
  if (const auto judged = results::judge_again(merged->result); judged.has_error())
    return fail(judged.error());
  const auto directory = results::ResultDirectory::prepare(command.out);
  if (directory.has_error()) return fail(directory.error());
  return put_out(merged->result, *directory, command.output);
}

}  // namespace shadowsim::terminal
