#pragma once

#include <memory>

#include <boost/asio/ssl/context.hpp>

#include "sim/gateway/gateway_options.h"
#include "tests/endpoint/tls_parties.h"

namespace shadowsim::gateway {

// A listener of the gateway, on any free port.
inline TlsListener listener(const endpoint::TlsParties& parties) {
  return {.port = 0,
          .certificate = parties.server.certificate,
          .private_key = parties.server.private_key,
          .ca_certificate = parties.authority.certificate()};
}

// A client that trusts these parties' authority, and shows that certificate, if any.
inline std::shared_ptr<boost::asio::ssl::context> as_client(
    const endpoint::TlsParties& trusted, const endpoint::CertificateFiles* identity) {
  namespace ssl = boost::asio::ssl;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
  context->load_verify_file(trusted.authority.certificate());
  context->set_verify_mode(ssl::verify_peer);
  if (identity != nullptr) {
    context->use_certificate_file(identity->certificate, ssl::context::pem);
    context->use_private_key_file(identity->private_key, ssl::context::pem);
  }
  return context;
}

}  // namespace shadowsim::gateway
