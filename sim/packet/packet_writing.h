#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/packet/packet.h"
#include "sim/packet/properties.h"

// MQTT control packets as they are written: those that gateway and probes make, and those passed on
// with another content. Each is appended to `out`, which may hold packets already.
// Source: MQTT 3.1.1 and MQTT 5.0 (OASIS), chapters 2 and 3.
namespace shadowsim::packet {

// Properties are those of MQTT 5; they are left out for MQTT 3.1.1.
void append_connect(std::string& out, const Connect& connect, const PropertyWriter& properties);
void append_connack(std::string& out, Version version, bool session_present, std::uint8_t code,
                    const PropertyWriter& properties);
void append_publish(std::string& out, Version version, const Publish& publish);

// With these properties in place of its own.
void append_publish(std::string& out, Version version, const Publish& publish,
                    const PropertyWriter& properties);

// Of these filters only, with the packet ID and the properties of `subscribe`.
void append_subscribe(std::string& out, Version version, const Subscribe& subscribe,
                      std::span<const Filter> filters);
void append_unsubscribe(std::string& out, Version version, const Unsubscribe& unsubscribe);

// `reason_text` becomes the Reason String in MQTT 5; where it is empty there is none. MQTT 3.1.1 has
// neither reason nor text in a PUBACK: a reason of 0x80 and above cannot be told there.
void append_puback(std::string& out, Version version, std::uint16_t packet_id, std::uint8_t reason,
                   std::string_view reason_text);
void append_suback(std::string& out, Version version, std::uint16_t packet_id,
                   std::string_view codes, std::string_view reason_text);
void append_unsuback(std::string& out, Version version, std::uint16_t packet_id,
                     std::string_view codes);

void append_pingreq(std::string& out);

// For MQTT 5 only: a server of MQTT 3.1.1 has no DISCONNECT, and a client's is empty.
void append_disconnect(std::string& out, std::uint8_t reason, std::string_view reason_text);
void append_disconnect(std::string& out, std::uint8_t reason, const PropertyWriter& properties);

}  // namespace shadowsim::packet
