#include "sim/results/result_directory.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "sim/results/result_files.h"
#include "sim/results/utc_text.h"

namespace shadowsim::results {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Zero, or the errno of what went wrong.
int write_file(const fs::path& path, std::string_view content) {
  File file{std::fopen(path.c_str(), "wb")};
  if (!file) return errno;
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size()) return errno;
  return std::fclose(file.release()) == 0 ? 0 : errno;
}

}  // namespace

fs::path default_directory(std::string_view scenario, WallTime started_at) {
  return fs::path{"results"} / fmt::format("{}-{}", scenario, to_basic_utc(started_at));
}

Result<ResultDirectory> ResultDirectory::prepare(fs::path path) {
  const auto failed = [&](std::string_view why) {
    return usage_error(fmt::format("results directory {}: {}", path.string(), why));
  };
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (fs::exists(status)) {
    if (!fs::is_directory(status)) return failed("exists and is not a directory");
    const bool empty = fs::is_empty(path, failure);
    if (failure) return failed(failure.message());
    if (!empty)
      return failed(
          "exists and is not empty; results are never overwritten: name another one with --out, or "
          "remove it");
  } else {
    fs::create_directories(path, failure);
    if (failure) return failed(failure.message());
  }
  if (::access(path.c_str(), W_OK | X_OK) != 0)
    return failed(std::generic_category().message(errno));
  return ResultDirectory{std::move(path)};
}

Result<void> ResultDirectory::write(std::string_view name, std::string_view content) const {
  const fs::path final_path = path_ / name;
  const fs::path temporary = path_ / fmt::format(".{}.part", name);
  std::error_code ignored;
  if (const int failure = write_file(temporary, content); failure != 0) {
    fs::remove(temporary, ignored);
    return system_error(fmt::format("write {}", final_path.string()), failure);
  }
  std::error_code failure;
  fs::rename(temporary, final_path, failure);
  if (failure) {
    fs::remove(temporary, ignored);
    return system_error(fmt::format("write {}: {}", final_path.string(), failure.message()));
  }
  return {};
}

Result<void> write_result(const ResultDirectory& directory, const measure::RunResult& result) {
  const ResultTexts texts = to_texts(result);
  for (const auto& [name, text] :
       {std::pair{"intervals.csv", &texts.intervals},
        std::pair{"histograms.json", &texts.histograms}, std::pair{"slowest.json", &texts.slowest},
        std::pair{"scenario.yaml", &texts.scenario}, std::pair{"summary.json", &texts.summary}}) {
    if (text->empty()) continue;
    if (auto done = directory.write(name, *text); !done) return done;
  }
  return {};
}

}  // namespace shadowsim::results
