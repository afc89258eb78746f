#include "sim/gateway/client_stream.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "sim/gateway/certificate_facts.h"
#include "sim/gateway/write_now.h"

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

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

std::size_t ClientStream::write_now(std::string_view bytes) {
  if (std::holds_alternative<std::unique_ptr<Tls>>(stream_)) return 0;
  return gateway::write_now(std::get<Socket>(stream_), bytes);
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
  if (certificate) add_certificate(*certificate, context);
  return context;
}

ClientStream::Socket& ClientStream::socket() {
  if (auto* const tls = std::get_if<std::unique_ptr<Tls>>(&stream_)) return (*tls)->next_layer();
  return std::get<Socket>(stream_);
}

}  // namespace shadowsim::gateway
