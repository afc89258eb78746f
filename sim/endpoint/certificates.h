#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/result.h"
#include "sim/time/clock.h"

namespace shadowsim::endpoint {

using shadowsim::CertificateFiles;

// A certificate authority for tests on this machine: its own certificate, and those that it issues
// to servers and clients, all with EC keys on P-256, valid for ten years, as PEM files. Private keys
// can be read by their owner only. No file that exists is ever overwritten: that is an error of the
// call that would write it. Nobody else should ever trust it.
// Threads: one at a time.
// Source:  RFC 5280; key usages as in its sections 4.2.1.3 and 4.2.1.12.
class CertificateAuthority {
 public:
  // Makes its key and self-signed certificate in a directory that exists.
  // Certificates are valid from a day before `now`, since clocks differ.
  // Errors: kSystem where a file cannot be written.
  static Result<CertificateAuthority> create(const CertificateFiles& files, WallTime now);

  // The same in ca.pem and ca.key.
  static Result<CertificateAuthority> create(const std::string& directory, WallTime now);

  // The one that has been made in these files before.
  // Errors: kUsage where they are not an authority's certificate and its private key; names the file.
  static Result<CertificateAuthority> load(const CertificateFiles& files, WallTime now);

  CertificateAuthority(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  // Its certificate's file, for those who are to trust it.
  const std::string& certificate() const { return certificate_; }

  // Issues NAME.pem and NAME.key beside its own certificate. `hosts` are the names and addresses that
  // clients will know the server by. Requires: `name` can be a file's name.
  Result<CertificateFiles> issue_server(const std::string& name,
                                        const std::vector<std::string>& hosts);

  // The same for a client, whose common name is `name`.
  Result<CertificateFiles> issue_client(const std::string& name);

  // The same in these files, whose directories exist; `name` is any text but an empty one.
  Result<void> issue_server(const std::string& name, const std::vector<std::string>& hosts,
                            const CertificateFiles& files);
  Result<void> issue_client(const std::string& name, const CertificateFiles& files);

 private:
  struct Identity;

  CertificateAuthority(std::string certificate, WallTime now, std::unique_ptr<Identity> identity);

  CertificateFiles beside_own(const std::string& name) const;

  std::string certificate_;
  WallTime now_;
  std::unique_ptr<Identity> identity_;
};

}  // namespace shadowsim::endpoint
