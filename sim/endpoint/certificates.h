#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "sim/time/clock.h"

namespace shadowsim::endpoint {

// A certificate and its private key, as paths of PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string private_key;
};

// A certificate authority for tests on this machine: its own certificate, and those that it issues
// to servers and clients, all with EC keys on P-256, valid for ten years, as PEM files in one
// directory. Private keys can be read by their owner only. Nobody else should ever trust it.
// Threads: one at a time.
// Source:  RFC 5280; key usages as in its sections 4.2.1.3 and 4.2.1.12.
class CertificateAuthority {
 public:
  // Makes its key and self-signed certificate, ca.pem and ca.key, in a directory that exists.
  // Certificates are valid from a day before `now`, since clocks differ.
  // Errors: kSystem where a file cannot be written.
  static Result<CertificateAuthority> create(const std::string& directory, WallTime now);

  CertificateAuthority(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  // Its certificate's file, for those who are to trust it.
  const std::string& certificate() const { return certificate_; }

  // Issues NAME.pem and NAME.key. `hosts` are the names and addresses that clients will know the
  // server by. Requires: `name` can be a file's name.
  Result<CertificateFiles> issue_server(const std::string& name,
                                        const std::vector<std::string>& hosts);

  // The same for a client, whose common name is `name`.
  Result<CertificateFiles> issue_client(const std::string& name);

 private:
  struct Identity;

  CertificateAuthority(std::string directory, WallTime now, std::unique_ptr<Identity> identity);

  std::string directory_;
  std::string certificate_;
  WallTime now_;
  std::unique_ptr<Identity> identity_;
};

}  // namespace shadowsim::endpoint
