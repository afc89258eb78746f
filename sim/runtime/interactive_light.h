#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/base/result.h"
#include "sim/light/light_talk.h"
#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::runtime {

struct InteractiveLightSettings {
  std::optional<mqtt::Endpoint> endpoint;                   // none: an embedded one is started
  const SessionEngine* engine = &default_session_engine();  // never null
  std::string broker_plugin;  // file of the shadow service's plugin, for the embedded endpoint
  mqtt::ProtocolVersion version = mqtt::ProtocolVersion::kMqtt5;
  std::string thing;
  std::string client_id;
  std::string shadow;          // its name; empty: the classic shadow
  std::string property;        // what the typed values are values of
  bool reported_only = false;  // a typed value does not become desired
  int input = 0;               // descriptor of the lines typed; borrowed

  // Says a line to the person. False where nobody can hear it any more, which ends the light.
  std::function<bool(const light::Line& line)> say;
};

enum class LightEnd : std::uint8_t {
  kQuit,         // the input ended or said so, and all that was typed is answered
  kInterrupted,  // SIGINT or SIGTERM
};

// One light on the endpoint, in conversation with a person, until the input ends or a signal comes.
// Blocks. A lost connection is made again, with a back-off.
// Errors: kUnreachable where the endpoint cannot be reached or refuses us at first, where the light
//         may not use its shadow, and where what was typed has no answer 30 s after the end of the
//         input; kUsage for certificate files that cannot be used; kSystem for what the machine
//         does not allow, and where the embedded broker ends.
Result<LightEnd> run_interactive_light(const InteractiveLightSettings& settings);

}  // namespace shadowsim::runtime
