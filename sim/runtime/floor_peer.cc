#include "sim/runtime/floor_peer.h"

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace shadowsim::runtime {
namespace {

using boost::asio::awaitable;
using boost::asio::ip::tcp;

constexpr auto kToken = boost::asio::as_tuple(boost::asio::use_awaitable);
constexpr unsigned char kMqtt5 = 5;
constexpr std::size_t kPacketBytesMax = std::size_t{1} << 18U;

enum PacketType : unsigned char {
  kConnect = 1,
  kPublish = 3,
  kSubscribe = 8,
  kPingRequest = 12,
  kDisconnect = 14,
};

struct Packet {
  unsigned char first = 0;  // type and flags
  std::string body;

  unsigned char type() const { return first >> 4U; }
};

// Takes fields off the front of a packet's body. Past its end everything is zero or empty.
class Fields {
 public:
  explicit Fields(std::string_view body) : rest_{body} {}

  unsigned char byte() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  std::size_t number() {
    const std::size_t high = byte();
    return high << 8U | byte();
  }

  std::string_view bytes(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view text() { return bytes(number()); }

  // A length in the variable encoding, and as many bytes.
  void skip_properties() {
    std::size_t length = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
      const unsigned char part = byte();
      length |= static_cast<std::size_t>(part & 0x7FU) << shift;
      if ((part & 0x80U) == 0) break;
    }
    bytes(length);
  }

  bool is_empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

void append_number(std::string& out, std::size_t value) {
  out += static_cast<char>(value >> 8U);
  out += static_cast<char>(value & 0xFFU);
}

void append_packet(std::string& out, unsigned char first, std::string_view body) {
  out += static_cast<char>(first);
  std::size_t length = body.size();
  do {
    const auto part = static_cast<unsigned char>(length & 0x7FU);
    length >>= 7U;
    out += static_cast<char>(length > 0 ? part | 0x80U : part);
  } while (length > 0);
  out += body;
}

// What one connection remembers, and the answers it gives.
class Conversation {
 public:
  // The bytes to send back; none at the end of the conversation.
  std::optional<std::string> answer(const Packet& packet) {
    switch (packet.type()) {
      case kConnect:
        return answer_connect(packet);
      case kSubscribe:
        return answer_subscribe(packet);
      case kPublish:
        return answer_publish(packet);
      case kPingRequest:
        return std::string{"\xD0\x00", 2};
      case kDisconnect:
        return std::nullopt;
      default:
        return std::string{};
    }
  }

 private:
  std::string answer_connect(const Packet& packet) {
    Fields fields{packet.body};
    fields.text();  // the protocol's name
    is_mqtt5_ = fields.byte() == kMqtt5;
    std::string out;
    append_packet(out, 0x20, std::string(is_mqtt5_ ? 3 : 2, '\0'));
    return out;
  }

  std::string answer_subscribe(const Packet& packet) {
    Fields fields{packet.body};
    std::string body;
    append_number(body, fields.number());
    if (is_mqtt5_) {
      fields.skip_properties();
      body += '\0';
    }
    while (!fields.is_empty()) {
      const std::string_view filter = fields.text();
      if (topic_.empty()) topic_ = filter;
      fields.byte();
      body += '\x01';
    }
    std::string out;
    append_packet(out, 0x90, body);
    return out;
  }

  std::string answer_publish(const Packet& packet) {
    Fields fields{packet.body};
    fields.text();
    std::string out;
    const bool is_qos_1 = (packet.first & 0x06U) != 0;
    if (is_qos_1) {
      std::string id;
      append_number(id, fields.number());
      append_packet(out, 0x40, id);
    }
    if (is_mqtt5_) fields.skip_properties();
    std::string body;
    append_number(body, topic_.size());
    body += topic_;
    packet_id_ = static_cast<std::uint16_t>(packet_id_ % 0xFFFFU + 1);
    append_number(body, packet_id_);
    if (is_mqtt5_) body += '\0';
    body += fields.rest();
    append_packet(out, 0x32, body);
    return out;
  }

  bool is_mqtt5_ = false;
  std::string topic_;
  std::uint16_t packet_id_ = 0;
};

// None when the connection ends, or sends what is no packet.
awaitable<std::optional<Packet>> read_packet(tcp::socket& socket) {
  Packet packet;
  std::array<unsigned char, 2> header{};
  if (const auto [failed, n] = co_await async_read(socket, boost::asio::buffer(header), kToken);
      failed)
    co_return std::nullopt;
  packet.first = header[0];
  std::size_t length = header[1] & 0x7FU;
  unsigned char part = header[1];
  for (unsigned shift = 7; (part & 0x80U) != 0; shift += 7) {
    const auto [failed, n] = co_await async_read(socket, boost::asio::buffer(&part, 1), kToken);
    if (failed || shift > 21) co_return std::nullopt;
    length |= static_cast<std::size_t>(part & 0x7FU) << shift;
  }
  if (length > kPacketBytesMax) co_return std::nullopt;
  packet.body.resize(length);
  if (const auto [failed, n] =
          co_await async_read(socket, boost::asio::buffer(packet.body), kToken);
      failed)
    co_return std::nullopt;
  co_return packet;
}

awaitable<void> converse(tcp::socket socket) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  Conversation conversation;
  while (const auto packet = co_await read_packet(socket)) {
    const auto answer = conversation.answer(*packet);
    if (!answer) co_return;
    const auto [failed, n] = co_await async_write(socket, boost::asio::buffer(*answer), kToken);
    if (failed) co_return;
  }
}

awaitable<void> accept_all(tcp::acceptor acceptor) {
  for (;;) {
    auto [failed, socket] = co_await acceptor.async_accept(kToken);
    if (failed) co_return;
    co_spawn(acceptor.get_executor(), converse(std::move(socket)), boost::asio::detached);
  }
}

}  // namespace

Result<std::uint16_t> FloorPeer::serve(boost::asio::io_context& context) {
  try {
    tcp::acceptor acceptor{context, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
    const std::uint16_t port = acceptor.local_endpoint().port();
    co_spawn(context, accept_all(std::move(acceptor)), boost::asio::detached);
    return port;
  } catch (const boost::system::system_error& failure) {
    return system_error(fmt::format("the floor peer cannot listen: {}", failure.code().message()));
  }
}

Result<void> run_floor_peer(int port_descriptor) {
  boost::asio::io_context context{1};
  const auto port = FloorPeer::serve(context);
  if (port.has_error()) return port.error();
  const std::string line = fmt::format("{}\n", *port);
  if (write(port_descriptor, line.data(), line.size()) < 0)
    return system_error("the floor peer cannot tell its port", errno);
  close(port_descriptor);
  context.run();
  return {};
}

}  // namespace shadowsim::runtime
