#include "sim/results/result_files.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

#include "sim/results/intervals_csv.h"
#include "sim/results/result_json.h"
#include "sim/results/result_reader.h"
#include "sim/results/slowest_json.h"

namespace shadowsim::results {
namespace {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file.is_open() || file.bad())
    return usage_error(
        fmt::format("{}: {}", path.string(), std::generic_category().message(errno)));
  return text;
}

}  // namespace

ResultTexts to_texts(const measure::RunResult& result) {
  return {.summary = to_summary_json(result),
          .histograms = to_histograms_json(result),
          .intervals = to_intervals_csv(result.intervals),
          .slowest = to_slowest_json(result.flights, result.started_at),
          .scenario = result.scenario.text};
}

Result<measure::RunResult> parse_texts(const ResultTexts& texts) {
  auto result = parse_result(texts.summary, texts.histograms);
  if (result.has_error()) return result;
  auto intervals = parse_intervals_csv(texts.intervals);
  if (intervals.has_error()) return intervals.error();
  result->intervals = *std::move(intervals);
  result->scenario.text = texts.scenario;
  if (texts.slowest.empty()) return result;  // of an older version
  auto flights = parse_slowest_json(texts.slowest);
  if (flights.has_error()) return flights.error();
  result->flights = *std::move(flights);
  return result;
}

Result<ResultTexts> read_texts(const std::filesystem::path& directory) {
  ResultTexts texts;
  for (const auto& [name, text] :
       {std::pair{"summary.json", &texts.summary}, std::pair{"histograms.json", &texts.histograms},
        std::pair{"intervals.csv", &texts.intervals}, std::pair{"slowest.json", &texts.slowest},
        std::pair{"scenario.yaml", &texts.scenario}}) {
    const std::filesystem::path path = directory / name;
    std::error_code failure;
    const bool may_be_missing = text == &texts.slowest || text == &texts.scenario;
    if (may_be_missing && !std::filesystem::exists(path, failure)) continue;
    auto content = read_file(path);
    if (content.has_error()) return content.error();
    *text = *std::move(content);
  }
  return texts;
}

Result<measure::RunResult> read_result(const std::filesystem::path& directory) {
  auto texts = read_texts(directory);
  if (texts.has_error()) return texts.error();
  auto result = parse_texts(*texts);
  if (result.has_error())
    return usage_error(fmt::format("{}/{}", directory.string(), result.error().message));
  return result;
}

}  // namespace shadowsim::results
