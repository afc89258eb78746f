#pragma once

#include <string>

namespace shadowsim::endpoint {

// What the library says of itself: "OpenSSL 3.0.17".
std::string tls_library_version();

}  // namespace shadowsim::endpoint
