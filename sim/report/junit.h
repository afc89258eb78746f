#pragma once

#include <string>

#include "sim/measure/run_result.h"

namespace shadowsim::report {

// junit.xml, as continuous integration reads it: one suite, which is the scenario, with a test case
// for each of verdict_cases(), and what was run as properties. The suite's time is the run's; the
// cases have none of their own.
// Source:  the JUnit 10 schema of Jenkins' xUnit plugin (junit-10.xsd).
std::string to_junit_xml(const measure::RunResult& result);

}  // namespace shadowsim::report
