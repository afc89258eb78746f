#include "sim/report/annotations.h"

#include <string_view>

#include "sim/measure/instrument_check.h"
#include "sim/report/verdict_cases.h"

namespace shadowsim::report {
namespace {

std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char letter : text) {
    if (special.find(letter) == special.npos)
      out += letter;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return out;
}

std::string line(std::string_view command, std::string_view title, std::string_view message) {
  return fmt::format("::{} title={}::{}\n", command, escaped(title, "%\r\n:,"),
                     escaped(message, "%\r\n"));
}

}  // namespace

std::string to_annotations(const measure::RunResult& result) {
  const std::string title = "shadowsim " + result.scenario.name;
  std::string lines;
  for (const VerdictCase& of : verdict_cases(result)) {
    if (!of.passed)
      lines += line("error", title,
                    fmt::format("does not hold: {} (observed: {})", of.name, of.observed));
  }
  for (const std::string& warning : measure::instrument_warnings(result))
    lines += line("warning", title, warning);
  return lines;
}

}  // namespace shadowsim::report
