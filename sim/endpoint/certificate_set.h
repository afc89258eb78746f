#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/result.h"
#include "sim/time/clock.h"

namespace shadowsim::endpoint {

// All certificates that clients and a server on this machine know one another by.
struct CertificateSet {
  struct Client {
    std::string name;  // the certificate's common name
    CertificateFiles files;
  };

  CertificateFiles authority;  // who issues the others; its private key is needed for that only
  CertificateFiles server;     // known as localhost, 127.0.0.1 and ::1
  std::vector<Client> clients;
};

// How many pairs of certificate and key there are after a make_missing(), the authority's included.
struct PairsOfFiles {
  std::size_t made = 0;
  std::size_t found = 0;
};

// Makes what is not there yet, and the directories for it; nothing is ever overwritten. The authority
// that is there issues what is missing, so that a fleet can grow.
// Errors: kUsage where a pair lacks one file, where certificates are there without their authority, or
//         where the authority's key is needed and not there: nothing has been made then; kSystem where
//         a file cannot be written.
Result<PairsOfFiles> make_missing(const CertificateSet& set, WallTime now);

}  // namespace shadowsim::endpoint
