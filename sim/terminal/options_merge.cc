#include <CLI/CLI.hpp>

#include "sim/terminal/subcommands.h"

namespace shadowsim::terminal {
namespace {

constexpr const char* kMergeAbout =
    "The parts must be the shards of one run. Counts and histograms are added, and\n"
    "the thresholds judged anew; of a second's percentiles the highest is taken.\n"
    "\n"
    "Example, on two machines, and then on one that has both results:\n"
    "  shadowsim run scenarios/ramp.yaml --endpoint mqtt://broker --shard 0/2 \\\n"
    "      --start-at 2026-11-23T12:00:00Z --out part-0\n"
    "  shadowsim run scenarios/ramp.yaml --endpoint mqtt://broker --shard 1/2 \\\n"
    "      --start-at 2026-11-23T12:00:00Z --out part-1\n"
    "  shadowsim merge part-0 part-1 --out whole\n"
    "\n"
    "Exit codes: 0 all thresholds held, 1 one failed or the result is not complete,\n"
    "2 the parts do not belong together or one is missing.";

}  // namespace

CLI::App& add_merge(CLI::App& app, MergeCommand& merge) {
  CLI::App& command =
      *app.add_subcommand("merge", "One result out of the results of several shards");
  command.footer(kMergeAbout);
  command.add_option("DIR", merge.directories, "The result of a shard, each")->required();
  command.add_option("--out", merge.out, "Where the one result goes")->type_name("DIR")->required();
  command.add_flag("--allow-missing", merge.allows_missing,
                   "Merge the parts that are there; the result is not complete");
  add_output(command, merge.output);
  return command;
}

}  // namespace shadowsim::terminal
