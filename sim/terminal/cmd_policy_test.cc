#include "sim/terminal/cmd_policy_test.h"

#include <cstddef>
#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "sim/policy/policy_case.h"
#include "sim/terminal/complaint.h"
#include "sim/text/text_file.h"

namespace shadowsim::terminal {

ExitCode policy_test(const PolicyTestCommand& command) {
  const auto text = read_text_file(command.file);
  if (text.has_error()) return fail_reading(text.error());
  const auto cases = policy::parse_cases(*text, command.file);
  if (cases.has_error()) return fail_reading(cases.error());
  std::size_t failed = 0;
  for (const policy::Case& one : *cases) {
    for (const std::string& warning : one.warnings)
      fmt::print(stderr, "shadowsim: warning: {}\n", warning);
    if (!policy::passes(one)) {
      ++failed;
      fmt::print("{}", policy::failure_text(one));
    } else if (command.verbose) {
      fmt::print("passed  {}\n", one.name);
    }
  }
  fmt::print("{} passed, {} failed\n", cases->size() - failed, failed);
  return failed == 0 ? ExitCode::kPassed : ExitCode::kFailed;
}

}  // namespace shadowsim::terminal
