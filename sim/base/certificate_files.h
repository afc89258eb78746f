#pragma once

#include <string>

namespace shadowsim {

// A certificate and its private key, as paths of PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string private_key;

  friend bool operator==(const CertificateFiles&, const CertificateFiles&) = default;
};

}  // namespace shadowsim
