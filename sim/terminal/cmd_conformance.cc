#include "sim/terminal/cmd_conformance.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/conformance/case_file.h"
#include "sim/runtime/conformance_run.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/endpoint_choice.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/verdict_text.h"

namespace shadowsim::terminal {
namespace {

using conformance::Case;
using conformance::Verdict;

Result<std::vector<Case>> read_cases(const std::string& file) {
  errno = 0;
  std::ifstream stream{file, std::ios::binary};
  std::ostringstream json;
  if (stream.is_open()) json << stream.rdbuf();  // of a directory, this only sets a flag
  if (!stream.is_open() || (json.fail() && errno != 0))
    return usage_error(system_error(file, errno != 0 ? errno : EIO).message);
  return conformance::parse_cases(json.str(), file);
}

// The first extension that the case needs and that we do not have; empty: none.
std::string_view missing_extension(const Case& conversation) {
  constexpr std::array<std::string_view, 4> kKnown{"bind", "pause", "raw", "raw_hex"};
  for (const std::string& need : conversation.needs) {
    if (std::find(kKnown.begin(), kKnown.end(), need) == kKnown.end()) return need;
  }
  return {};
}

// Takes out what the filter does not let through, and, saying so, what we cannot run.
Result<std::vector<Case>> select(const ConformanceCommand& command, std::vector<Case> cases) {
  const std::string_view filter = command.filter;
  std::erase_if(cases, [&](const Case& conversation) {
    return conversation.name.find(filter) == std::string::npos;
  });
  if (cases.empty() && !filter.empty())
    return usage_error(fmt::format("no case in {} has '{}' in its name", command.file, filter));
  std::erase_if(cases, [](const Case& conversation) {
    const std::string_view missing = missing_extension(conversation);
    if (missing.empty()) return false;
    fmt::print("skipped {}: needs '{}', which this runner does not have\n", conversation.name,
               missing);
    return true;
  });
  return cases;
}

// How many failed.
std::size_t print(const std::vector<Case>& cases, const std::vector<Verdict>& verdicts,
                  bool verbose) {
  std::size_t failed = 0;
  for (std::size_t index = 0; index < cases.size(); ++index) {
    if (!verdicts[index].passed) {
      ++failed;
      fmt::print("{}", failure_text(cases[index], verdicts[index]));
    } else if (verbose) {
      fmt::print("passed  {}\n", cases[index].name);
    }
  }
  return failed;
}

}  // namespace

ExitCode conformance(const ConformanceCommand& command) {
  auto read = read_cases(command.file);
  if (read.has_error()) return fail_reading(read.error());
  auto endpoint = choose_endpoint(command.endpoint);
  if (endpoint.has_error()) return fail(endpoint.error());
  const auto cases = select(command, *std::move(read));
  if (cases.has_error()) return fail(cases.error());

  const auto verdicts =
      runtime::run_conformance({.cases = *cases,
                                .endpoint = *std::move(endpoint),
                                .engine = command.client,
                                .broker_plugin = broker_plugin(),
                                .version = command.version,
                                .timing = {.arrival = command.arrival, .quiet = command.quiet},
                                .thing_prefix = command.thing_prefix,
                                .sessions = command.sessions});
  if (verdicts.has_error()) return fail(verdicts.error());
  const std::size_t failed = print(*cases, *verdicts, command.verbose);
  fmt::print("{} passed, {} failed\n", cases->size() - failed, failed);
  return failed == 0 ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
