#pragma once

#include <string>
#include <string_view>

namespace shadowsim::endpoint {

// The version that mosquitto's help begins with: "2.0.11"; empty where the text says none.
std::string version_in_help(std::string_view help);

// The version of the mosquitto that an embedded endpoint is started from, as it says itself; empty
// where it cannot be asked. Blocks for some milliseconds, a second at most.
std::string installed_broker_version();

}  // namespace shadowsim::endpoint
