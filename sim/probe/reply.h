#pragma once

#include <cstdint>
#include <optional>

#include "sim/packet/packet.h"
#include "sim/probe/desk.h"
#include "sim/probe/finding.h"

namespace shadowsim::probe {

// What an event answers, as far as probes look.
struct Reply {
  enum class Kind : std::uint8_t {
    kConnack,
    kPuback,  // PUBREC, too: of what QoS a PUBLISH was taken does not matter
    kSuback,
    kUnsuback,
    kShadow,    // a message of the shadow service
    kDelivery,  // any other PUBLISH
    kEnd,       // DISCONNECT or close
  };

  Kind kind = Kind::kEnd;
  Line line = 0;
  std::uint32_t number =
      0;  // packet ID; of kShadow and kDelivery what numbered() has put in; else 0
  bool is_good = false;
  Sight sight{};                 // how it looks where it is not good
  std::uint16_t keep_alive = 0;  // of kConnack: what is told as Server Keep Alive; 0: nothing is
  std::uint16_t packet_id = 0;   // of kDelivery with QoS 1: to be acknowledged
};

// None where the event answers nothing: PINGRESP and the like.
std::optional<Reply> read_reply(const Event& event, packet::Version version);

}  // namespace shadowsim::probe
