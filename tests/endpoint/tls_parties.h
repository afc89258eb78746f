#pragma once

#include <string>
#include <vector>

#include "sim/endpoint/broker_config.h"
#include "sim/endpoint/certificates.h"
#include "sim/time/system_clock.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {

// An authority of a test's own, with a server on this machine and a client, who trust one another.
struct TlsParties {
  // A listener of the server, on any free port.
  TlsListener listener(bool requires_certificate = true) const {
    return {.port = 0,
            .certificate = server.certificate,
            .private_key = server.private_key,
            .ca_certificate = authority.certificate(),
            .requires_certificate = requires_certificate};
  }

  // What the client says on a command line: whom it trusts, and who it is.
  std::vector<std::string> trust_options() const { return {"--ca-file", authority.certificate()}; }
  std::vector<std::string> client_options() const {
    auto options = trust_options();
    options.insert(options.end(), {"--cert", client.certificate, "--key", client.private_key});
    return options;
  }

  TemporaryDirectory directory;
  CertificateAuthority authority =
      CertificateAuthority::create(directory.path(), SystemClock{}.wall_now()).value();
  CertificateFiles server = authority.issue_server("server", {"localhost", "127.0.0.1"}).value();
  CertificateFiles client = authority.issue_client("client").value();
};

}  // namespace shadowsim::endpoint
