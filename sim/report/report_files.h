#pragma once

#include <string_view>

#include "sim/measure/run_result.h"
#include "sim/results/result_directory.h"

namespace shadowsim::report {

// Writes what a result's directory holds for others to look at: junit.xml and report.html. Nothing
// is read back from them. To be called before results::write_result(), whose summary.json comes
// last.
Result<void> write_reports(const results::ResultDirectory& directory,
                           const measure::RunResult& result);

inline constexpr std::string_view kPageFile = "report.html";

// Writes report.html alone, in place of the one that is there.
Result<void> write_page(const results::ResultDirectory& directory,
                        const measure::RunResult& result);

}  // namespace shadowsim::report
