#pragma once

#include <string>

namespace shadowsim::mqtt::mosquitto {

// The library that carries this engine's sessions, as found at run time: "libmosquitto 2.0.11".
std::string library_version();

}  // namespace shadowsim::mqtt::mosquitto
