#pragma once

#include <string>

#include "sim/base/result.h"

namespace shadowsim::endpoint {

// What the library says of itself: "OpenSSL 3.0.17".
std::string tls_library_version();

// What the installed broker says of itself: "mosquitto 2.0.11 (/usr/sbin/mosquitto)". Runs it for
// that.
// Errors: kSystem where there is none, or it says nothing of the kind.
Result<std::string> broker_version();

}  // namespace shadowsim::endpoint
