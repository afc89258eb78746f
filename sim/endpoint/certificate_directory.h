#pragma once

#include <string>

#include "sim/base/result.h"
#include "sim/endpoint/certificates.h"
#include "sim/time/clock.h"

namespace shadowsim::endpoint {

// What a directory of certificates holds: ca.pem, server.pem, server.key, client.pem, client.key.
// The paths are absolute.
struct DirectoryOfCertificates {
  std::string ca_certificate;  // who has issued the others
  CertificateFiles server;     // of a server on this machine
  CertificateFiles client;     // for whom it shall let in
};

// The certificates in `directory`. Where it is empty or missing, all are made: a certificate
// authority of its own (which leaves its ca.key there, too), and one certificate each for a server
// known as localhost, 127.0.0.1 or ::1 and for a client called "client". Where the files are there,
// they are used as they are; nothing is ever overwritten.
// Errors: kUsage where some files are missing (names them); kSystem where none can be made.
Result<DirectoryOfCertificates> prepare_certificates(const std::string& directory, WallTime now);

}  // namespace shadowsim::endpoint
