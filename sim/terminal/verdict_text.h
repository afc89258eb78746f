#pragma once

#include <string>

#include "sim/conformance/case_file.h"
#include "sim/conformance/case_run.h"

namespace shadowsim::terminal {

// A case that failed, for eighty columns: its name, the rule it tests, and per step what was wrong,
// what was sent, what was expected and what came. Payloads are broken where they are too long for a
// line, shortened where they are too long to read, and what is not printable in them is shown as
// \xNN. Ends with a new line. Requires: not passed.
std::string failure_text(const conformance::Case& conversation,
                         const conformance::Verdict& verdict);

}  // namespace shadowsim::terminal
