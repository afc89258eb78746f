#pragma once

#include <string>

#include "sim/results/result_files.h"

namespace shadowsim::report {

// report.html: one page with the result's files in it, which draws them when it is opened. It needs
// nothing else, no network either. The texts are put in as they are: what is not a result's files
// makes a page that complains.
std::string to_html(const results::ResultTexts& texts);

}  // namespace shadowsim::report
