#pragma once

#include <string>
#include <string_view>

#include "sim/base/result.h"
#include "sim/measure/live_figures.h"

// The live figures of a worker on their way to its parent, once a second: numbers and codes between blanks, in an
// order that only this program knows.
namespace shadowsim::runtime {

std::string to_text(const measure::LiveFigures& figures);

// Errors: kSystem: no text of to_text()'s.
Result<measure::LiveFigures> parse_live_figures(std::string_view text);

}  // namespace shadowsim::runtime
