#pragma once

#include "sim/measure/run_result.h"
#include "sim/results/result_directory.h"
#include "sim/terminal/exit_code.h"

namespace shadowsim::terminal {

// What a command with a result says.
struct OutputStyle {
  bool quiet = false;        // nothing on stdout
  bool json = false;         // summary.json instead of the table
  bool annotations = false;  // what has failed on stderr, as GitHub reads it
};

// Writes the files of a run: those of write_reports() and write_result().
Result<void> write_files(const measure::RunResult& result,
                         const results::ResultDirectory& directory);

// The end of a command whose result is judged: writes its files, prints it, and makes the exit code
// of the verdict.
ExitCode put_out(const measure::RunResult& result, const results::ResultDirectory& directory,
                 OutputStyle style);

}  // namespace shadowsim::terminal
