#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sim/packet/packet.h"
#include "sim/probe/player.h"

namespace shadowsim::probe {

// A broker of a few lines, for what probes send: filters that are plain or have one "+", sessions that are
// kept for ever, no retained messages.
class PacketBroker {
 public:
  struct Listener {
    std::function<void(Wire wire, std::string packet)> sends;
    std::function<void(Wire wire)> ends;  // it has, as its client ID has come again
    std::function<void(const std::string& topic, const std::string& payload)> published;
  };

  explicit PacketBroker(Listener listener) : listener_{std::move(listener)} {}

  // A packet of that connection.
  void take(Wire wire, const packet::Frame& frame);

  // The connection has ended.
  void gone(Wire wire);

  // Somebody publishes; `packet` is a PUBLISH of MQTT 5.
  void publish(const packet::Publish& publish);

  // Forgets the session of that client ID, if nobody is connected.
  void discard(const std::string& client_id) { sessions_.erase(client_id); }

 private:
  struct Session {
    std::map<std::string, std::uint8_t> filters{};  // with their QoS
    std::deque<std::string> missed{};               // PUBLISH packets of MQTT 5
  };
  struct Connection {
    packet::Version version;
    std::string client_id;
    bool is_kept;
    std::shared_ptr<Session> session;
    std::uint16_t last_id = 0;
  };

  void connect(Wire wire, const packet::Connect& connect);
  void deliver(Wire wire, Connection& connection, packet::Publish publish, std::uint8_t qos);

  Listener listener_;
  std::map<Wire, Connection> connections_;
  std::map<std::string, std::shared_ptr<Session>> sessions_;  // by client ID
};

}  // namespace shadowsim::probe
