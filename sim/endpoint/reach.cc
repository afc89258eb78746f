#include "sim/endpoint/reach.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

struct Free {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* connection) const { SSL_free(connection); }
};
using Addresses = std::unique_ptr<addrinfo, Free>;
using Context = std::unique_ptr<SSL_CTX, Free>;
using Connection = std::unique_ptr<SSL, Free>;

// What OpenSSL has to say of a failure: the innermost of the errors that it has queued.
std::string openssl_text() {
  const unsigned long code = ERR_peek_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  if (reason != nullptr) return reason;
  const auto system = static_cast<int>(ERR_GET_REASON(code));
  return ERR_SYSTEM_ERROR(code) ? std::strerror(system) : "no reason given";
}

Result<Addresses> resolve(const mqtt::Endpoint& endpoint) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const auto port = fmt::to_string(endpoint.port);
  const int failure = getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &found);
  if (failure != 0) {
    return unreachable_error(
        fmt::format("DNS: {}: {}", endpoint.host,
                    failure == EAI_SYSTEM ? std::strerror(errno) : gai_strerror(failure)));
  }
  return Addresses{found};
}

// Waits for the socket; false when the time is over.
bool is_ready(int socket, short events, SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
  pollfd wanted{socket, events, 0};
  return poll(&wanted, 1, static_cast<int>(std::max(left, milliseconds{0}).count())) > 0;
}

std::string numeric_address(const addrinfo& address) {
  char host[NI_MAXHOST] = "";
  getnameinfo(address.ai_addr, address.ai_addrlen, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
  return host;
}

// Connects to one address; the errno value where it fails.
int connect_to(const addrinfo& address, milliseconds timeout, Descriptor& socket) {
  socket = Descriptor{
      ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP)};
  if (!socket.is_open()) return errno;
  if (connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!is_ready(socket.get(), POLLOUT, SteadyClock::now() + timeout)) return ETIMEDOUT;
  int failure = 0;
  socklen_t size = sizeof failure;
  getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
  return failure;
}

Result<Descriptor> connect_tcp(const mqtt::Endpoint& endpoint, const addrinfo* addresses,
                               milliseconds timeout) {
  std::string failures;
  for (const auto* address = addresses; address != nullptr; address = address->ai_next) {
    Descriptor socket;
    const int failure = connect_to(*address, timeout, socket);
    if (failure == 0) return socket;
    failures += fmt::format("{}{} port {}: {}", failures.empty() ? "" : "; ",
                            numeric_address(*address), endpoint.port, std::strerror(failure));
  }
  return unreachable_error("TCP: " + failures);
}

// The context of a client with these files.
Result<Context> make_context(const mqtt::TlsFiles& files) {
  ERR_clear_error();
  Context context{SSL_CTX_new(TLS_client_method())};
  SHADOWSIM_CHECK(context != nullptr, "OpenSSL could not make a context");
  const auto wrong = [](std::string_view what, const std::string& file) {
    return usage_error(fmt::format("{} file {}: {}", what, file, openssl_text()));
  };
  SSL_CTX* made = context.get();
  if (files.ca_certificate.empty())
    SSL_CTX_set_default_verify_paths(made);
  else if (SSL_CTX_load_verify_file(made, files.ca_certificate.c_str()) != 1)
    return wrong("CA certificate", files.ca_certificate);
  if (files.certificate.empty()) return context;
  if (SSL_CTX_use_certificate_chain_file(made, files.certificate.c_str()) != 1)
    return wrong("certificate", files.certificate);
  if (SSL_CTX_use_PrivateKey_file(made, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1)
    return wrong("private key", files.private_key);
  return context;
}

void expect_host(SSL* connection, const mqtt::Endpoint& endpoint) {
  SSL_set_verify(connection, SSL_VERIFY_PEER, nullptr);
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), endpoint.host.c_str()) == 1) return;
  SSL_set1_host(connection, endpoint.host.c_str());
  // SSL_set_tlsext_host_name(), whose macro our warnings refuse.
  SSL_ctrl(connection, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(endpoint.host.c_str()));
}

void ask_for_protocol(SSL* connection, const std::string& alpn) {
  if (alpn.empty()) return;
  const std::string wire = static_cast<char>(alpn.size()) + alpn;
  SSL_set_alpn_protos(connection, reinterpret_cast<const unsigned char*>(wire.data()),
                      static_cast<unsigned>(wire.size()));
}

Error tls_error(SSL* connection) {
  const long verification = SSL_get_verify_result(connection);
  const std::string text = openssl_text();
  if (verification == X509_V_OK) return unreachable_error("TLS: " + text);
  return unreachable_error(fmt::format("TLS: the server's certificate is not trusted: {}",
                                       X509_verify_cert_error_string(verification)));
}

// Repeats a step of OpenSSL's until it is done, fails, or its time is over.
template <class Step>
Result<bool> run_step(SSL* connection, Step step, SteadyClock::time_point deadline) {
  for (;;) {
    ERR_clear_error();
    const int result = step(connection);
    if (result > 0) return true;
    const int wanted = SSL_get_error(connection, result);
    if (wanted == SSL_ERROR_ZERO_RETURN) return unreachable_error("TLS: the server closed");
    if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE)
      return tls_error(connection);
    const short events = wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
    if (!is_ready(SSL_get_fd(connection), events, deadline)) return false;
  }
}

Result<void> handshake(SSL* connection, bool has_certificate, milliseconds timeout) {
  const auto begun = SteadyClock::now();
  const auto done = run_step(connection, &SSL_connect, begun + timeout);
  if (done.has_error()) return done.error();
  if (!*done) return unreachable_error("TLS: no answer to the handshake in time");

  // In TLS 1.3 the server judges the client's certificate after the client thinks it is done, so a
  // refusal is worth a short wait: some round trips, as long as the handshake took.
  if (!has_certificate) return {};
  constexpr milliseconds kShortest{50};
  const auto wait = std::max<SteadyClock::duration>(kShortest, SteadyClock::now() - begun);
  const auto peek = [](SSL* on) {
    char byte = 0;
    return SSL_peek(on, &byte, 1);
  };
  const auto refused = run_step(connection, peek, SteadyClock::now() + wait);
  if (refused.has_error()) return refused.error();
  return {};
}

}  // namespace

Result<void> check_tls_files(const mqtt::TlsFiles& files) {
  const auto context = make_context(files);
  if (context.has_error()) return context.error();
  return {};
}

Result<void> check_reachable(const mqtt::Endpoint& endpoint, milliseconds timeout) {
  const auto failed = [&](const Error& error) {
    return Error{error.kind, fmt::format("{}: {}", mqtt::to_uri(endpoint), error.message)};
  };
  Context context;
  if (endpoint.uses_tls()) {
    auto made = make_context(endpoint.tls);
    if (made.has_error()) return made.error();
    context = *std::move(made);
  }
  const auto addresses = resolve(endpoint);
  if (addresses.has_error()) return failed(addresses.error());
  const auto socket = connect_tcp(endpoint, addresses->get(), timeout);
  if (socket.has_error()) return failed(socket.error());
  if (!endpoint.uses_tls()) return {};

  const Connection connection{SSL_new(context.get())};
  SHADOWSIM_CHECK(connection != nullptr, "OpenSSL could not make a connection");
  expect_host(connection.get(), endpoint);
  ask_for_protocol(connection.get(), endpoint.alpn);
  SSL_set_fd(connection.get(), socket->get());
  const auto done = handshake(connection.get(), !endpoint.tls.certificate.empty(), timeout);
  if (done.has_error()) return failed(done.error());
  return {};
}

}  // namespace shadowsim::endpoint
