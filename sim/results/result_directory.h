#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "sim/measure/run_result.h"

namespace shadowsim::results {

// "results/<scenario>-<time>", the time in UTC as 20261123T041200Z. `scenario` is a legal name of a
// scenario, so it needs no care as a name of a directory.
std::filesystem::path default_directory(std::string_view scenario, WallTime started_at);

// A directory for one run's results and no other's.
class ResultDirectory {
 public:
  // To be called before the run starts, so that no run ends without a place for its result: makes
  // the directory and its parents. One that exists must be empty: results are never overwritten
  // (kUsage). Another error (kUsage, too: --out names the place) says why it cannot be made or
  // written to.
  static Result<ResultDirectory> prepare(std::filesystem::path path);

  // The directory of a result that was written before.
  static ResultDirectory existing(std::filesystem::path path) {
    return ResultDirectory{std::move(path)};
  }

  // Writes a file whole or not at all: under another name first, then renamed. An error is kSystem.
  Result<void> write(std::string_view name, std::string_view content) const;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ResultDirectory(std::filesystem::path path) : path_{std::move(path)} {}

  std::filesystem::path path_;
};

// Writes the run's files: intervals.csv, histograms.json, slowest.json, scenario.yaml if there is a text
// of it, and last summary.json, so that where it stands the others stand, too.
Result<void> write_result(const ResultDirectory& directory, const measure::RunResult& result);

}  // namespace shadowsim::results
