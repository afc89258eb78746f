#pragma once

#include <string_view>

namespace shadowsim::report {

// The page of every report.html, with a mark where the result goes: what is in the folder page/,
// and Chart.js in it. Put together when the program is built.
extern const std::string_view kPage;

}  // namespace shadowsim::report
