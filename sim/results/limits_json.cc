#include "sim/results/limits_json.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/probe/unprobed.h"
#include "sim/results/json_text.h"

namespace shadowsim::results {
namespace {

using probe::FoundLimit;

double seconds(Duration span) {
  return std::chrono::duration<double>{span}.count();
}

void write_limit(JsonText& json, const FoundLimit& limit) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const probe::Subject& subject = limit.subject;
  const probe::Finding& finding = limit.finding;
  json.begin_object();
  json.text("probe", subject.id);
  json.text("quota", subject.quota);
  json.text("title", subject.title);
  json.text("mqtt_version", subject.version);
  json.text("unit", subject.unit);
  json.number("configured", subject.configured);
  json.number("found", finding.found.value_or(kNone));
  json.number("tried_up_to", finding.tried_up_to);
  json.begin_array("client_saw");
  for (const auto& [sight, times] : finding.saw) {
    json.begin_object();
    json.text("sight", to_text(sight));
    json.count("times", times);
    json.end_object();
  }
  json.end_array();
  json.number("recovered_after_s",
              finding.recovered_after ? seconds(*finding.recovered_after) : kNone);
  json.text("verdict", name_of(finding.verdict));
  json.text("remark", finding.remark);
  json.end_object();
}

}  // namespace

std::string to_limits_json(std::span<const FoundLimit> limits, const probe::Wishes& wishes,
                           const measure::RunResult& result) {
  JsonText json;
  json.begin_object();
  json.text("schema", "shadowsim.limits/1");
  json.text("scenario", result.scenario.name);
  json.text("endpoint", result.endpoint.uri);
  json.truth("complete", result.complete);
  json.number("window_s", seconds(wishes.window));
  json.number("up_to", wishes.up_to);
  json.begin_array("limits");
  for (const FoundLimit& limit : limits)
    write_limit(json, limit);
  json.end_array();
  json.begin_array("not_probed");
  for (const probe::Unprobed& one : probe::unprobed()) {
    json.begin_object();
    json.text("quota", one.quota);
    json.text("why", one.why);
    json.end_object();
  }
  json.end_array();
  json.text("verdict", result.passed ? "pass" : "fail");
  json.end_object();
  return json.take();
}

void judge_limits(measure::RunResult& result, std::span<const FoundLimit> limits) {
  result.passed = result.complete;
  for (const FoundLimit& limit : limits) {
    const auto& [subject, finding] = limit;
    measure::JudgedThreshold judged{
        .expression = fmt::format("{} {} ({}), MQTT {}: {:g}{}", subject.id, subject.quota,
                                  subject.title, subject.version, subject.configured, subject.unit),
        .observed = finding.found,
        .passed = finding.is_good(),
        .remark = finding.remark};
    if (finding.verdict == probe::Verdict::kAbsent)
      judged.remark = fmt::format("not found as far as {:g}{}", finding.tried_up_to, subject.unit);
    result.passed = result.passed && judged.passed;
    result.thresholds.push_back(std::move(judged));
  }
}

}  // namespace shadowsim::results
