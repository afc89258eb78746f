#pragma once

#include <filesystem>
#include <string>

#include "sim/measure/run_result.h"

namespace shadowsim::results {

// What the files hold that a result is read back from.
struct ResultTexts {
  std::string summary;        // summary.json
  std::string histograms;     // histograms.json
  std::string intervals;      // intervals.csv
  std::string slowest;        // slowest.json; empty for a result that has none
  std::string scenario = {};  // scenario.yaml; empty likewise
};

ResultTexts to_texts(const measure::RunResult& result);

// The whole result that the texts were written from.
// Errors: kUsage; names the file and what is wrong in it.
Result<measure::RunResult> parse_texts(const ResultTexts& texts);

// Reads the files of a result, unparsed. Only slowest.json and scenario.yaml, which older results have
// not, may be missing.
// Errors: kUsage: not there or not readable; names the file.
Result<ResultTexts> read_texts(const std::filesystem::path& directory);

// Reads a result from the directory that it was written to, its intervals included.
// Errors: kUsage: not there, not readable, or not written by this version; names the file.
Result<measure::RunResult> read_result(const std::filesystem::path& directory);

}  // namespace shadowsim::results
