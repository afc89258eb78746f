#include "sim/mqtt/mosquitto/tls_context.h"

#include <cstring>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "sim/base/check.h"

namespace shadowsim::mqtt::mosquitto {
namespace {

Error wrong_file(const char* what, const std::string& file) {
  const unsigned long code = ERR_peek_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  if (reason == nullptr && ERR_SYSTEM_ERROR(code)) reason = std::strerror(ERR_GET_REASON(code));
  return usage_error(
      fmt::format("{} '{}': {}", what, file, reason == nullptr ? "cannot be used" : reason));
}

bool is_numeric(const std::string& host) {
  boost::system::error_code failed;
  boost::asio::ip::make_address(host, failed);
  return !failed;
}

}  // namespace

TlsContext::TlsContext(const Endpoint& endpoint)
    : endpoint_{endpoint},
      is_address_{is_numeric(endpoint.host)},
      context_{SSL_CTX_new(TLS_client_method())} {
  SHADOWSIM_CHECK(context_ != nullptr, "OpenSSL has no memory");
}

Result<std::shared_ptr<TlsContext>> TlsContext::make(const Endpoint& endpoint) {
  // The constructor is private. NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  std::shared_ptr<TlsContext> made{new TlsContext{endpoint}};
  ERR_clear_error();
  if (const auto done = made->trust(endpoint.tls.ca_certificate); done.has_error())
    return done.error();
  if (const auto done = made->show({endpoint.tls.certificate, endpoint.tls.private_key});
      done.has_error())
    return done.error();
  made->set_up();
  return made;
}

Result<std::shared_ptr<TlsContext>> TlsContext::for_session(const CertificateFiles& own) const {
  // As above. NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  std::shared_ptr<TlsContext> made{new TlsContext{endpoint_}};
  ERR_clear_error();
  SSL_CTX_set1_cert_store(made->native(), SSL_CTX_get_cert_store(native()));
  if (const auto done = made->show(own); done.has_error()) return done.error();
  made->set_up();
  return made;
}

Result<void> TlsContext::trust(const std::string& ca_certificate) {
  if (ca_certificate.empty())
    SSL_CTX_set_default_verify_paths(native());
  else if (SSL_CTX_load_verify_file(native(), ca_certificate.c_str()) != 1)
    return wrong_file("CA certificate", ca_certificate);
  return {};
}

Result<void> TlsContext::show(const CertificateFiles& own) {
  if (own.certificate.empty()) return {};
  if (SSL_CTX_use_certificate_chain_file(native(), own.certificate.c_str()) != 1)
    return wrong_file("certificate", own.certificate);
  if (SSL_CTX_use_PrivateKey_file(native(), own.private_key.c_str(), SSL_FILETYPE_PEM) != 1)
    return wrong_file("private key", own.private_key);
  if (SSL_CTX_check_private_key(native()) != 1)
    return wrong_file("private key, which is not the certificate's,", own.private_key);
  return {};
}

void TlsContext::set_up() {
  SSL_CTX_set_min_proto_version(native(), TLS1_2_VERSION);
  SSL_CTX_set_verify(native(), SSL_VERIFY_PEER, nullptr);
  // A connection of a light is mostly idle: its buffers need not stay.
  SSL_CTX_set_mode(native(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  expect_name();
  if (!endpoint_.alpn.empty()) ask_for(endpoint_.alpn);
}

void TlsContext::expect_name() {
  X509_VERIFY_PARAM* const expected = SSL_CTX_get0_param(native());
  if (is_address_) {
    X509_VERIFY_PARAM_set1_ip_asc(expected, endpoint_.host.c_str());
  } else {
    X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(expected, endpoint_.host.data(), endpoint_.host.size());
  }
  SSL_CTX_set_app_data(native(), this);
  SSL_CTX_set_info_callback(native(), &TlsContext::send_name);
}

// libmosquitto has set the address that it was given as the name to send; a handshake that begins
// is the one moment between that and the first packet.
void TlsContext::send_name(const SSL* connection, int where, int /*value*/) {
  if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
  const auto& self =
      *static_cast<const TlsContext*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
  // OpenSSL's callbacks are given what it works on as const, and its own macro casts as well.
  // NOLINTBEGIN(cppcoreguidelines-pro-type-const-cast)
  SSL_ctrl(const_cast<SSL*>(connection), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           self.is_address_ ? nullptr : const_cast<char*>(self.endpoint_.host.c_str()));
  // NOLINTEND(cppcoreguidelines-pro-type-const-cast)
}

void TlsContext::ask_for(const std::string& protocol) {
  SHADOWSIM_CHECK(protocol.size() < 256, "the protocol's length is one byte");
  const std::string list = static_cast<char>(protocol.size()) + protocol;
  SSL_CTX_set_alpn_protos(native(), reinterpret_cast<const unsigned char*>(list.data()),
                          static_cast<unsigned>(list.size()));
}

}  // namespace shadowsim::mqtt::mosquitto
