#include "sim/gateway/server_tls.h"

#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// In the order of preference, each with its length before it, as they stand in a handshake.
constexpr std::string_view kProtocols = "\x0ex-amzn-mqtt-ca\x04mqtt";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

int choose_protocol(SSL* /*connection*/, const unsigned char** chosen, unsigned char* chosen_length,
                    const unsigned char* offered, unsigned offered_length, void* /*unused*/) {
  unsigned char* found = nullptr;
  const int outcome =
      SSL_select_next_proto(&found, chosen_length, bytes_of(kProtocols),
                            static_cast<unsigned>(kProtocols.size()), offered, offered_length);
  if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> make_server_tls(const TlsListener& listener) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code error;
  context->use_certificate_chain_file(listener.certificate, error);
  if (error) return system_error(listener.certificate + ": " + error.message());
  context->use_private_key_file(listener.private_key, asio::ssl::context::pem, error);
  if (error) return system_error(listener.private_key + ": " + error.message());
  context->load_verify_file(listener.ca_certificate, error);
  if (error) return system_error(listener.ca_certificate + ": " + error.message());
  context->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, error);
  SSL_CTX_set_alpn_select_cb(context->native_handle(), choose_protocol, nullptr);
  return context;
}

}  // namespace shadowsim::gateway
