#pragma once

#include <string>

namespace shadowsim::mqtt::paho {

// The libraries that carry this engine's sessions, as found at run time: "Paho C++ 1.2, C 1.3.12".
std::string library_version();

}  // namespace shadowsim::mqtt::paho
