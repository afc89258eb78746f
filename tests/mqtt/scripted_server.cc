#include "tests/mqtt/scripted_server.h"

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace shadowsim::mqtt {
namespace {

constexpr std::uint8_t kConnect = 0x10;
constexpr std::uint8_t kConnack = 0x20;
constexpr std::uint8_t kPublish = 0x30;
constexpr std::uint8_t kPuback = 0x40;
constexpr std::uint8_t kSubscribe = 0x80;
constexpr std::uint8_t kSuback = 0x90;
constexpr std::uint8_t kDisconnect = 0xE0;

std::uint8_t kind(std::uint8_t type) {
  return type & 0xF0U;
}

char byte(unsigned value) {
  return static_cast<char>(value);
}

}  // namespace

ScriptedServer::ScriptedServer(Script script)
    : script_{std::move(script)},
      stop_{eventfd(0, EFD_CLOEXEC)},
      listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  bind(listener_.get(), generic, size);
  listen(listener_.get(), 1);
  getsockname(listener_.get(), generic, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

ScriptedServer::~ScriptedServer() {
  eventfd_write(stop_.get(), 1);
  thread_.join();
}

Endpoint ScriptedServer::endpoint() const {
  return {Transport::kTcp, "127.0.0.1", port_, {}, ""};
}

void ScriptedServer::serve() {
  std::array<pollfd, 2> sources{{{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}}};
  poll(sources.data(), sources.size(), -1);
  if (sources[0].revents != 0) return;
  client_ = endpoint::Descriptor{accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  while (auto packet = read_packet()) {
    if (!answer(*packet)) break;
    if (!held_.empty() && !has_input_soon()) acknowledge_held();
  }
  client_.reset();
}

bool ScriptedServer::has_input_soon() const {
  constexpr int kWhile = 30;  // milliseconds, much longer than a client takes between publishes
  pollfd input{client_.get(), POLLIN, 0};
  return poll(&input, 1, kWhile) > 0;
}

bool ScriptedServer::read_exactly(char* to, std::size_t size) {
  for (std::size_t got = 0; got < size;) {
    std::array<pollfd, 2> sources{{{stop_.get(), POLLIN, 0}, {client_.get(), POLLIN, 0}}};
    poll(sources.data(), sources.size(), -1);
    if (sources[0].revents != 0) return false;
    const ssize_t count = read(client_.get(), to + got, size - got);
    if (count <= 0) return false;
    got += static_cast<std::size_t>(count);
  }
  return true;
}

std::optional<ScriptedServer::Packet> ScriptedServer::read_packet() {
  char first = 0;
  if (!read_exactly(&first, 1)) return std::nullopt;
  std::size_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    char part = 0;
    if (!read_exactly(&part, 1)) return std::nullopt;
    size |= (static_cast<std::size_t>(part) & 0x7FU) << shift;
    if ((static_cast<unsigned char>(part) & 0x80U) == 0) break;
  }
  Packet packet{static_cast<std::uint8_t>(first), std::string(size, '\0')};
  if (!read_exactly(packet.body.data(), size)) return std::nullopt;
  return packet;
}

bool ScriptedServer::answer(const Packet& packet) {
  switch (kind(packet.type)) {
    case kConnect:
      answer_connect(packet);
      return true;
    case kPublish:
      if (script_.closes_at_publish) return false;
      hold_or_acknowledge(packet);
      return true;
    case kSubscribe: {
      if (script_.disconnect_code) {
        send(kDisconnect, {byte(*script_.disconnect_code), 0});
        return false;
      }
      std::string body = packet.body.substr(0, 2);
      if (is_mqtt5_) body += byte(0);
      body.append(script_.suback_codes.begin(), script_.suback_codes.end());
      send(kSuback, body);
      if (script_.publishes) publish("message", 1);
      return true;
    }
    case kPuback:
      publish("acknowledged", 0);
      return true;
    case kDisconnect:
      return false;
    default:
      return true;
  }
}

void ScriptedServer::answer_connect(const Packet& packet) {
  constexpr std::size_t kVersionAt = 6;  // behind the length and text of "MQTT"
  is_mqtt5_ = packet.body[kVersionAt] == 5;
  if (!script_.connack_code) return;
  std::string body{byte(0), byte(*script_.connack_code)};
  if (is_mqtt5_ && script_.receive_maximum) {
    constexpr unsigned kReceiveMaximum = 0x21;
    const unsigned maximum = *script_.receive_maximum;
    body += {byte(3), byte(kReceiveMaximum), byte(maximum >> 8U), byte(maximum & 0xFFU)};
  } else if (is_mqtt5_) {
    body += byte(0);
  }
  send(kConnack, body);
}

void ScriptedServer::publish(std::string_view topic, std::uint8_t qos) {
  std::string body{byte(0), byte(static_cast<unsigned>(topic.size()))};
  body += topic;
  if (qos > 0) body += {byte(0), byte(1)};  // the packet identifier
  if (is_mqtt5_) body += byte(0);           // no properties
  send(kPublish | static_cast<std::uint8_t>(qos << 1U), body);
}

void ScriptedServer::hold_or_acknowledge(const Packet& packet) {
  const bool is_qos_0 = (packet.type & 0x06U) == 0;
  if (is_qos_0) return;
  const auto topic_size = (static_cast<unsigned char>(packet.body[0]) << 8U) |
                          static_cast<unsigned char>(packet.body[1]);
  held_.push_back(packet.body.substr(2 + static_cast<std::size_t>(topic_size), 2));
  most_unanswered_ = std::max(most_unanswered_.load(), static_cast<int>(held_.size()));
  if (!script_.holds_pubacks) acknowledge_held();
}

void ScriptedServer::acknowledge_held() {
  for (const auto& id : std::exchange(held_, {}))
    send(kPuback, is_mqtt5_ ? id + byte(script_.puback_code) : id);
}

void ScriptedServer::send(std::uint8_t type, const std::string& body) {
  const std::string packet =
      std::string{byte(type), byte(static_cast<unsigned>(body.size()))} + body;
  ::send(client_.get(), packet.data(), packet.size(), MSG_NOSIGNAL);
}

}  // namespace shadowsim::mqtt
