#include "tests/gateway/party.h"

#include <array>
#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace shadowsim::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 64 * 1024;

std::string describe_publish(const Publish& publish) {
  return publish.qos == 0 ? fmt::format("PUBLISH {}", publish.topic)
                          : fmt::format("PUBLISH {} {}", publish.topic, publish.packet_id);
}

std::string describe_codes(const char* name, const SubscribeAnswer& answer) {
  std::string text = fmt::format("{} {}", name, answer.packet_id);
  for (const char code : answer.codes)
    text += fmt::format(" {:#04x}", static_cast<std::uint8_t>(code));
  return text;
}

}  // namespace

// What is read, described; or that it could not be read.
template <class Packet, class Describe>
std::string described(const std::optional<Packet>& packet, Describe describe_packet) {
  return packet ? describe_packet(*packet) : "malformed";
}

std::string describe(const Frame& frame, Version version) {
  switch (frame.type()) {
    case PacketType::kConnect:
      return described(read_connect(frame),
                       [](const auto& one) { return fmt::format("CONNECT {}", one.client_id); });
    case PacketType::kConnack:
      return described(read_connack(frame, version),
                       [](const auto& one) { return fmt::format("CONNACK {:#04x}", one.code); });
    case PacketType::kPublish:
      return described(read_publish(frame, version), describe_publish);
    case PacketType::kPuback:
      return described(read_publish_answer(frame, version), [](const auto& one) {
        return one.reason == 0 ? fmt::format("PUBACK {}", one.packet_id)
                               : fmt::format("PUBACK {} {:#04x}", one.packet_id, one.reason);
      });
    case PacketType::kSuback:
    case PacketType::kUnsuback: {
      const bool is_suback = frame.type() == PacketType::kSuback;
      return described(read_subscribe_answer(frame, version), [&](const auto& one) {
        return describe_codes(is_suback ? "SUBACK" : "UNSUBACK", one);
      });
    }
    case PacketType::kSubscribe:
      return described(read_subscribe(frame, version), [](const auto& one) {
        return fmt::format("SUBSCRIBE {}", one.filters.size());
      });
    case PacketType::kUnsubscribe:
      return "UNSUBSCRIBE";
    case PacketType::kPingreq:
      return "PINGREQ";
    case PacketType::kPingresp:
      return "PINGRESP";
    case PacketType::kDisconnect:
      return described(read_disconnect(frame, version), [](const auto& one) {
        return fmt::format("DISCONNECT {:#04x}", one.reason);
      });
    default:
      return fmt::format("packet of type {}", static_cast<int>(frame.type()));
  }
}

Party::Party(Tcp::socket socket, Version spoken) : version{spoken}, socket_{std::move(socket)} {
  room_.resize(kReadBytes);
  error_code ignored;
  socket_.set_option(Tcp::no_delay{true}, ignored);
}

std::shared_ptr<Party> Party::on(Tcp::socket socket, Version version) {
  std::shared_ptr<Party> party{new Party{std::move(socket), version}};
  party->is_ready = true;
  party->read();
  return party;
}

std::shared_ptr<Party> Party::connect(asio::io_context& context, std::uint16_t port,
                                      Version version, std::shared_ptr<asio::ssl::context> tls) {
  Tcp::socket socket{context};
  error_code error;
  socket.connect({asio::ip::address_v4::loopback(), port}, error);
  if (!tls) return on(std::move(socket), version);
  std::shared_ptr<Party> party{new Party{Tcp::socket{context}, version}};
  party->context_ = std::move(tls);
  party->tls_ = std::make_unique<Tls>(std::move(socket), *party->context_);
  party->tls_->async_handshake(Tls::client, [party](error_code failed) {
    if (failed) return party->end();
    party->is_ready = true;
    party->read();
    party->write();
  });
  return party;
}

template <class Use>
void Party::with_stream(Use use) {
  if (tls_) {
    use(*tls_);
  } else {
    use(socket_);
  }
}

void Party::send(std::string_view bytes) {
  output_ += bytes;
  bytes_waiting = output_.size() + being_sent_.size();
  write();
}

void Party::write() {
  if (is_writing_ || output_.empty() || !is_ready || has_ended) return;
  std::swap(output_, being_sent_);
  if (!tls_) {  // what the kernel has room for goes at once, so that a test sees when it does
    error_code error;
    socket_.non_blocking(true, error);
    const std::size_t sent = socket_.write_some(asio::buffer(being_sent_), error);
    being_sent_.erase(0, sent);
  }
  is_writing_ = true;
  with_stream([&](auto& stream) {
    asio::async_write(stream, asio::buffer(being_sent_),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        self->is_writing_ = false;
                        self->being_sent_.clear();
                        self->bytes_waiting = self->output_.size();
                        if (!error) self->write();
                      });
  });
}

void Party::read() {
  if (is_reading_ || !reads_ || has_ended) return;
  is_reading_ = true;
  with_stream([&](auto& stream) {
    stream.async_read_some(asio::buffer(room_),
                           [self = shared_from_this()](error_code error, std::size_t count) {
                             self->is_reading_ = false;
                             if (error) return self->end();
                             self->bytes_heard += count;
                             self->input_.append(self->room_.data(), count);
                             self->take_packets();
                             self->read();
                           });
  });
}

void Party::read_on() {
  reads_ = true;
  read();
}

void Party::take_packets() {
  std::string_view rest = input_;
  for (Framing framing = next_frame(rest); framing.state == Framing::State::kComplete;
       framing = next_frame(rest)) {
    heard.push_back(describe(framing.frame, version));
    if (on_packet) on_packet(framing.frame);
    rest.remove_prefix(framing.frame.bytes.size());
  }
  input_.erase(0, input_.size() - rest.size());
}

void Party::end_sending() {
  error_code ignored;
  with_stream(
      [&](auto& stream) { stream.lowest_layer().shutdown(Tcp::socket::shutdown_send, ignored); });
}

void Party::close() {
  error_code ignored;
  with_stream([&](auto& stream) { stream.lowest_layer().close(ignored); });
  has_ended = true;
}

void Party::end() {
  if (has_ended) return;
  has_ended = true;
  heard.emplace_back("close");
  if (on_end) on_end();
}

std::string Party::take_heard() {
  return fmt::format("{}", fmt::join(std::exchange(heard, {}), ", "));
}

}  // namespace shadowsim::gateway
