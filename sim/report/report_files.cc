#include "sim/report/report_files.h"

#include "sim/report/junit.h"

namespace shadowsim::report {

Result<void> write_reports(const results::ResultDirectory& directory,
                           const measure::RunResult& result) {
  return directory.write("junit.xml", to_junit_xml(result));
}

}  // namespace shadowsim::report
