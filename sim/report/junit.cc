#include "sim/report/junit.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "sim/report/verdict_cases.h"
#include "sim/report/xml_text.h"
#include "sim/results/utc_text.h"

namespace shadowsim::report {
namespace {

// The schema's time is one without zone and fraction; it is UTC here.
std::string timestamp(WallTime when) {
  constexpr std::string_view kForm = "2026-11-23T04:12:00";
  return results::to_rfc3339(when).substr(0, kForm.size());
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, to_xml_text(value));
}

std::string properties(const measure::RunResult& result) {
  return "    <properties>\n" + property("scenario.file", result.scenario.file) +
         property("scenario.seed", std::to_string(result.scenario.seed)) +
         property("scenario.lights", std::to_string(result.scenario.lights)) +
         property("endpoint.uri", result.endpoint.uri) +
         property("endpoint.mqtt_version", result.endpoint.mqtt_version) +
         property("client", result.client) + property("workers", std::to_string(result.workers)) +
         "    </properties>\n";
}

std::string test_case(std::string_view class_name, const VerdictCase& of) {
  std::string text = fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"",
                                 to_xml_text(of.name), class_name);
  if (of.passed) return text + "/>\n";
  return text + fmt::format(
                    ">\n      <failure type=\"threshold\" message=\"observed: {}\"/>\n"
                    "    </testcase>\n",
                    to_xml_text(of.observed));
}

}  // namespace

std::string to_junit_xml(const measure::RunResult& result) {
  const std::vector<VerdictCase> cases = verdict_cases(result);
  const auto failed =
      std::ranges::count_if(cases, [](const VerdictCase& of) { return !of.passed; });
  const double seconds = static_cast<double>(result.elapsed.count()) / 1e9;
  const std::string totals = fmt::format(
      "tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"{:.3f}\"", cases.size(), failed, seconds);
  const std::string scenario = to_xml_text(result.scenario.name);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  fmt::format_to(std::back_inserter(xml), "<testsuites name=\"shadowsim\" {}>\n", totals);
  fmt::format_to(std::back_inserter(xml),
                 "  <testsuite name=\"{}\" {} skipped=\"0\" timestamp=\"{}\">\n", scenario, totals,
                 timestamp(result.started_at));
  xml += properties(result);
  for (const VerdictCase& of : cases)
    xml += test_case("shadowsim." + scenario, of);
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace shadowsim::report
