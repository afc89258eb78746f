#include "sim/endpoint/tls_library_version.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

namespace shadowsim::endpoint {

std::string tls_library_version() {
  return fmt::format("OpenSSL {}", OpenSSL_version(OPENSSL_VERSION_STRING));
}

}  // namespace shadowsim::endpoint
