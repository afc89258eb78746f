#include "sim/runtime/packet_wires.h"

#include <array>
#include <utility>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "sim/packet/packet.h"

namespace shadowsim::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kAwaited = asio::as_tuple(asio::use_awaitable);

Result<std::shared_ptr<asio::ssl::context>> tls_context(const mqtt::Endpoint& endpoint) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  const mqtt::TlsFiles& files = endpoint.tls;
  error_code error;
  context->set_verify_mode(asio::ssl::verify_peer, error);
  context->set_verify_callback(asio::ssl::host_name_verification{endpoint.host}, error);
  if (!endpoint.alpn.empty()) {
    const std::string asked = static_cast<char>(endpoint.alpn.size()) + endpoint.alpn;
    SSL_CTX_set_alpn_protos(context->native_handle(),
                            reinterpret_cast<const unsigned char*>(asked.data()),
                            static_cast<unsigned>(asked.size()));
  }
  if (files.ca_certificate.empty()) {
    context->set_default_verify_paths(error);
  } else {
    context->load_verify_file(files.ca_certificate, error);
    if (error) return usage_error(files.ca_certificate + ": " + error.message());
  }
  if (files.certificate.empty()) return context;
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return usage_error(files.certificate + ": " + error.message());
  context->use_private_key_file(files.private_key, asio::ssl::context::pem, error);
  if (error) return usage_error(files.private_key + ": " + error.message());
  return context;
}

}  // namespace

// One connection. It keeps itself alive while anything is under way, and tells nothing once it is closed.
class PacketWires::Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Tls = asio::ssl::stream<tcp::socket>;

  Connection(PacketWires& wires, probe::Wire wire)
      : wires_{&wires}, wire_{wire}, socket_{wires.context_} {
    if (wires.tls_) {
      tls_ = wires.tls_;
      secured_ = std::make_unique<Tls>(std::move(socket_), *tls_);
      name_ = wires.host_;
    }
  }

  void start(std::string packet) {
    waiting_ = std::move(packet);
    spawn(&Connection::live);
  }

  void send(const std::string& packets) {
    waiting_ += packets;
    if (is_connected_ && !is_sending_) spawn(&Connection::write_waiting);
  }

  void close() {
    wires_ = nullptr;
    error_code ignored;
    socket().shutdown(tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
  }

 private:
  void spawn(asio::awaitable<void> (Connection::*part)()) {
    asio::co_spawn(
        socket().get_executor(), [self = shared_from_this(), part] { return ((*self).*part)(); },
        asio::detached);
  }

  tcp::socket& socket() { return secured_ ? secured_->next_layer() : socket_; }

  asio::awaitable<bool> connect() {
    const auto [error] = co_await socket().async_connect(wires_->address_, kAwaited);
    if (error || wires_ == nullptr) co_return false;
    error_code ignored;
    socket().set_option(tcp::no_delay{true}, ignored);
    if (!secured_) co_return true;
    // SSL_set_tlsext_host_name(), whose macro our warnings refuse.
    SSL_ctrl(secured_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             name_.data());
    const auto [refused] = co_await secured_->async_handshake(Tls::client, kAwaited);
    co_return !refused && wires_ != nullptr;
  }

  asio::awaitable<std::size_t> read_some(std::array<char, 16384>& room) {
    if (secured_) {
      const auto [error, count] = co_await secured_->async_read_some(asio::buffer(room), kAwaited);
      co_return error ? 0 : count;
    }
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(room), kAwaited);
    co_return error ? 0 : count;
  }

  asio::awaitable<void> live() {
    const bool stands = co_await connect();
    if (stands) {
      is_connected_ = true;
      if (!is_sending_) spawn(&Connection::write_waiting);
      std::array<char, 16384> room{};
      for (bool goes_on = true; goes_on && wires_ != nullptr;) {
        const std::size_t count = co_await read_some(room);
        if (count == 0) break;
        input_.append(room.data(), count);
        goes_on = take_packets();
      }
    }
    tell_end();
  }

  // False where that is no MQTT.
  bool take_packets() {
    std::string_view rest = input_;
    for (;;) {
      const packet::Framing framing = packet::next_frame(rest);
      if (framing.state == packet::Framing::State::kMalformed) return false;
      if (framing.state == packet::Framing::State::kIncomplete) break;
      if (wires_ != nullptr) wires_->listener_.packet(wire_, std::string{framing.frame.bytes});
      rest.remove_prefix(framing.frame.bytes.size());
    }
    input_.erase(0, input_.size() - rest.size());
    return true;
  }

  asio::awaitable<void> write_waiting() {
    is_sending_ = true;
    while (!waiting_.empty()) {
      const std::string now = std::exchange(waiting_, {});
      error_code failed;
      if (secured_) {
        const auto [error, count] =
            co_await asio::async_write(*secured_, asio::buffer(now), kAwaited);
        failed = error;
      } else {
        const auto [error, count] =
            co_await asio::async_write(socket_, asio::buffer(now), kAwaited);
        failed = error;
      }
      if (failed) break;  // the reading side tells the end
    }
    is_sending_ = false;
  }

  void tell_end() {
    if (wires_ == nullptr) return;
    PacketWires& wires = *std::exchange(wires_, nullptr);
    const auto kept = shared_from_this();
    wires.connections_.erase(wire_);
    error_code ignored;
    socket().close(ignored);
    wires.listener_.end(wire_);
  }

  PacketWires* wires_;  // null once it is closed
  probe::Wire wire_;
  tcp::socket socket_;
  TlsContext tls_;
  std::unique_ptr<Tls> secured_;
  std::string name_;
  std::string input_;
  std::string waiting_;
  bool is_connected_ = false;
  bool is_sending_ = false;
};

Result<std::unique_ptr<PacketWires>> PacketWires::make(asio::io_context& context,
                                                       const mqtt::Endpoint& endpoint) {
  if (endpoint.transport == mqtt::Transport::kWebSocket ||
      endpoint.transport == mqtt::Transport::kWebSocketTls)
    return usage_error(
        "find_limits and background speak MQTT over TCP and TLS, not over WebSockets");
  tcp::resolver resolver{context};
  error_code error;
  const auto found = resolver.resolve(endpoint.host, std::to_string(endpoint.port), error);
  if (error || found.empty())
    return unreachable_error(mqtt::to_uri(endpoint) + ": " + error.message());
  TlsContext tls;
  if (endpoint.uses_tls()) {
    auto made = tls_context(endpoint);
    if (made.has_error()) return made.error();
    tls = *std::move(made);
  }
  return std::unique_ptr<PacketWires>{
      new PacketWires{context, found.begin()->endpoint(), std::move(tls), endpoint.host}};
}

PacketWires::PacketWires(asio::io_context& context, tcp::endpoint address, TlsContext tls,
                         std::string host)
    : context_{context},
      address_{std::move(address)},
      tls_{std::move(tls)},
      host_{std::move(host)} {}

PacketWires::~PacketWires() {
  for (const auto& [wire, connection] : connections_)
    connection->close();
}

void PacketWires::open(probe::Wire wire, std::string packet) {
  const auto connection = std::make_shared<Connection>(*this, wire);
  connections_.emplace(wire, connection);
  connection->start(std::move(packet));
}

void PacketWires::send(probe::Wire wire, std::string packets) {
  const auto found = connections_.find(wire);
  if (found != connections_.end()) found->second->send(packets);
}

void PacketWires::close(probe::Wire wire) {
  const auto found = connections_.find(wire);
  if (found == connections_.end()) return;
  found->second->close();
  connections_.erase(found);
}

}  // namespace shadowsim::runtime
