#include "sim/results/repeat_json.h"

#include "sim/results/json_file.h"
#include "sim/results/json_text.h"

namespace shadowsim::results {
namespace {

constexpr std::string_view kSchema = "shadowsim.repeat/1";

void write_runs(JsonText& json, const measure::Repetition& repetition) {
  json.begin_array("runs");
  for (const measure::RepeatedRun& run : repetition.runs) {
    json.begin_object();
    json.text("directory", run.directory);
    json.truth("complete", run.complete);
    json.text("verdict", run.passed ? "pass" : "fail");
    json.end_object();
  }
  json.end_array();
}

void write_figures(JsonText& json, const measure::Repetition& repetition) {
  json.begin_array("figures");
  for (const measure::RepeatedFigure& figure : repetition.figures) {
    json.begin_object();
    json.text("metric", figure.metric);
    json.number("median", figure.median());
    json.number("lowest", figure.lowest());
    json.number("highest", figure.highest());
    json.number("spread", figure.spread());
    json.numbers("values", figure.values);
    json.end_object();
  }
  json.end_array();
}

void write_thresholds(JsonText& json, const measure::Repetition& repetition) {
  json.begin_array("thresholds");
  for (const measure::RepeatedThreshold& threshold : repetition.thresholds) {
    json.begin_object();
    json.text("expression", threshold.expression);
    json.count("held", threshold.held);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_repeat_json(const measure::Repetition& repetition) {
  JsonText json;
  json.begin_object();
  json.text("schema", kSchema);
  json.text("scenario", repetition.scenario);
  json.count("seed", repetition.seed);
  json.count("planned", repetition.planned);
  write_runs(json, repetition);
  write_figures(json, repetition);
  write_thresholds(json, repetition);
  json.text("verdict", repetition.passed() ? "pass" : "fail");
  json.end_object();
  return json.take();
}

Result<measure::Repetition> parse_repeat_json(std::string_view text) {
  JsonFile file{kRepeatFile.data(), text};
  file.expect_text("schema", kSchema);
  measure::Repetition repetition{.scenario = file.text("scenario"),
                                 .seed = file.count("seed"),
                                 .planned = file.small_count("planned"),
                                 .runs = {},
                                 .figures = {},
                                 .thresholds = {}};
  for (const Json& run : file.array("runs"))
    repetition.runs.push_back({.directory = file.text_in(run, "directory"),
                               .complete = file.truth_in(run, "complete"),
                               .passed = file.text_in(run, "verdict") == "pass"});
  for (const Json& figure : file.array("figures"))
    repetition.figures.push_back(
        {.metric = file.text_in(figure, "metric"), .values = file.numbers_in(figure, "values")});
  for (const Json& threshold : file.array("thresholds"))
    repetition.thresholds.push_back(
        {.expression = file.text_in(threshold, "expression"),
         .held = static_cast<std::uint32_t>(file.count_in(threshold, "held"))});
  if (file.error()) return *file.error();
  return repetition;
}

}  // namespace shadowsim::results
