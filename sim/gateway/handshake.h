#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/admission/front_door.h"
#include "sim/packet/packet.h"

namespace shadowsim::gateway {

// How a connection of MQTT begins: the client's CONNECT as the broker is told it, the broker's CONNACK as
// the client is told it, each with the service's terms in place of the broker's; and what the CONNECT
// has settled for all that follows.
// Threads: one at a time.
// Source:  MQTT 5.0, sections 3.1 and 3.2; Developer Guide, "MQTT", CONNACK attributes.
class Handshake {
 public:
  // Before the CONNECT: as with MQTT 3.1.1.
  Handshake() = default;

  // `assigned_client_id`: by which the endpoint calls a client that brings no ID; empty for one that does.
  Handshake(const packet::Connect& connect, std::string assigned_client_id);

  packet::Version version() const { return version_; }

  // The reason, if the client wants to be told reasons, else nothing. Source: Request Problem Information.
  std::string_view if_wanted(std::string_view reason) const {
    return wants_reasons_ ? reason : std::string_view{};
  }

  // Seconds after which the client says something, as it has been told; 0: it need not.
  std::uint16_t keep_alive() const { return keep_alive_; }

  // The client is admitted on these terms: appends the CONNECT for the broker. Requires: it has a client ID.
  void admit(const packet::Connect& connect, const admission::Admitted& admitted,
             std::string& to_broker);

  // It is not: appends the CONNACK for the client.
  void refuse(std::uint8_t code, std::string_view cause, std::string& to_client) const;

  // Packets that end what the broker has of an earlier session, to be sent over a connection of their own before the
  // CONNECT is; empty where that is not needed.
  const std::string& discarding() const { return discarding_; }

  // Appends the broker's CONNACK for the client. Whether it comes back to its session; none: it is refused.
  std::optional<bool> connack(const packet::Frame& frame, std::string& to_client) const;

 private:
  packet::Version version_ = packet::Version::kMqtt311;
  std::string assigned_client_id_;
  std::string discarding_;
  bool wants_reasons_ = true;
  std::uint16_t keep_alive_ = 0;
  bool is_keep_alive_told_ =
      false;  // where there are quotas, and where it is not what was wished for
  std::optional<admission::Announced> announced_;
};

}  // namespace shadowsim::gateway
