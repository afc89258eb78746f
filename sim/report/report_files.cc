#include "sim/report/report_files.h"

#include "sim/report/html.h"
#include "sim/report/junit.h"
#include "sim/results/result_files.h"

namespace shadowsim::report {

Result<void> write_reports(const results::ResultDirectory& directory,
                           const measure::RunResult& result) {
  if (auto done = directory.write("junit.xml", to_junit_xml(result)); !done) return done;
  return write_page(directory, result);
}

Result<void> write_page(const results::ResultDirectory& directory,
                        const measure::RunResult& result) {
  return directory.write(kPageFile, to_html(results::to_texts(result)));
}

}  // namespace shadowsim::report
