#pragma once

#include <string>

namespace shadowsim::terminal {

// What `--version` prints: the program's version, and below it those of the libraries in it, and of
// the broker that is installed. Runs the broker for that.
std::string versions_text();

}  // namespace shadowsim::terminal
