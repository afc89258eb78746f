#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "sim/base/certificate_files.h"
#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"

namespace shadowsim::mqtt::mosquitto {

// OpenSSL's side of an endpoint: whom to trust, who we are, what name the server must have. One
// for all sessions, which libmosquitto would otherwise give a copy each, with all of the system's
// certificates; or one for a session that has a certificate of its own, some 13 KB. It checks and
// sends the endpoint's name although libmosquitto is given an address.
// Threads: as the sessions, its worker's.
class TlsContext {
 public:
  // Reads the files.
  // Errors: kUsage where a file cannot be used; names it.
  static Result<std::shared_ptr<TlsContext>> make(const Endpoint& endpoint);

  // The same endpoint for a session that is somebody else: shares what is trusted, and reads the
  // session's files only. Errors: as make().
  Result<std::shared_ptr<TlsContext>> for_session(const CertificateFiles& own) const;

  SSL_CTX* native() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  explicit TlsContext(const Endpoint& endpoint);

  Result<void> trust(const std::string& ca_certificate);
  Result<void> show(const CertificateFiles& own);
  void set_up();
  void expect_name();
  void ask_for(const std::string& protocol);
  static void send_name(const SSL* connection, int where, int value);

  Endpoint endpoint_;
  bool is_address_;  // the host; it is no name to be sent
  std::unique_ptr<SSL_CTX, Free> context_;
};

}  // namespace shadowsim::mqtt::mosquitto
