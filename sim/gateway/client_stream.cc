#include "sim/gateway/client_stream.h"

#include <array>
#include <map>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

std::string text_of(const X509_NAME_ENTRY* entry) {
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry));
  if (size < 0) return {};
  std::string text(bytes, bytes + size);
  OPENSSL_free(bytes);
  return text;
}

std::map<std::string, std::vector<std::string>> attributes_of(const X509_NAME* name,
                                                              const std::string& whose) {
  static constexpr std::array<std::pair<int, const char*>, 8> kNames{
      {{NID_commonName, "CommonName"},
       {NID_organizationName, "Organization"},
       {NID_organizationalUnitName, "OrganizationalUnit"},
       {NID_countryName, "Country"},
       {NID_stateOrProvinceName, "State"},
       {NID_serialNumber, "SerialNumber"},
       {NID_title, "Title"},
       {NID_dnQualifier, "DistinguishedNameQualifier"}}};
  std::map<std::string, std::vector<std::string>> attributes;
  for (const auto& [number, key] : kNames) {
    for (int i = X509_NAME_get_index_by_NID(name, number, -1); i >= 0;
         i = X509_NAME_get_index_by_NID(name, number, i))
      attributes[whose + "." + key].push_back(text_of(X509_NAME_get_entry(name, i)));
  }
  return attributes;
}

// As AWS names a certificate: SHA-256 of it, in hexadecimal.
std::string fingerprint(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i)
    text += fmt::format("{:02x}", digest.at(i));
  return text;
}

}  // namespace

ClientStream::ClientStream(Socket socket) : stream_{std::move(socket)} {
  boost::system::error_code error;
  const auto peer = std::get<Socket>(stream_).remote_endpoint(error);
  if (!error) address_ = peer.address().to_string();
}

ClientStream::ClientStream(Socket socket, std::shared_ptr<asio::ssl::context> context)
    : ClientStream{std::move(socket)} {
  context_ = std::move(context);
  auto plain = std::move(std::get<Socket>(stream_));
  stream_ = std::make_unique<Tls>(std::move(plain), *context_);
}

asio::awaitable<bool> ClientStream::begin() {
  boost::system::error_code ignored;
  socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
  auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_);
  if (tls == nullptr) co_return true;
  const auto [error] = co_await (*tls)->async_handshake(Tls::server, kAwaited);
  co_return !error;
}

asio::awaitable<std::size_t> ClientStream::read_some(std::span<char> room) {
  const auto buffer = asio::buffer(room.data(), room.size());
  if (auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_)) {
    const auto [error, count] = co_await (*tls)->async_read_some(buffer, kAwaited);
    co_return error ? 0 : count;
  }
  const auto [error, count] = co_await std::get<Socket>(stream_).async_read_some(buffer, kAwaited);
  co_return error ? 0 : count;
}

asio::awaitable<bool> ClientStream::write(const std::string& bytes) {
  if (auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_)) {
    const auto [error, count] = co_await asio::async_write(**tls, asio::buffer(bytes), kAwaited);
    co_return !error;
  }
  const auto [error, count] =
      co_await asio::async_write(std::get<Socket>(stream_), asio::buffer(bytes), kAwaited);
  co_return !error;
}

void ClientStream::end_sending() {
  boost::system::error_code ignored;
  socket().shutdown(Socket::shutdown_send, ignored);
}

void ClientStream::close() {
  boost::system::error_code ignored;
  socket().close(ignored);
}

policy::Context ClientStream::identity() const {
  policy::Context context;
  context.source_ip = address_;
  const auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_);
  if (tls == nullptr) return context;
  const std::unique_ptr<X509, void (*)(X509*)> certificate{
      SSL_get_peer_certificate((*tls)->native_handle()), X509_free};
  if (const char* const host =
          SSL_get_servername((*tls)->native_handle(), TLSEXT_NAMETYPE_host_name))
    context.domain_name = host;
  if (!certificate) return context;
  context.certificate = attributes_of(X509_get_subject_name(certificate.get()), "Subject");
  context.certificate.merge(attributes_of(X509_get_issuer_name(certificate.get()), "Issuer"));
  context.certificate_id = fingerprint(certificate.get());
  const auto names = context.certificate.find("Subject.CommonName");
  if (names != context.certificate.end()) context.thing = names->second.front();
  return context;
}

ClientStream::Socket& ClientStream::socket() {
  if (auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_)) return (*tls)->next_layer();
  return std::get<Socket>(stream_);
}

}  // namespace shadowsim::gateway
