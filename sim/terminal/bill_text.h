#pragma once

#include <string>

#include "sim/demand/demand.h"

namespace shadowsim::terminal {

// What AWS IoT Core would put on the bill, as counts, for a person at 80 columns. Prices differ by
// Region and change, so there are none.
std::string bill_text(const demand::Demand& demand);

}  // namespace shadowsim::terminal
