#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/result.h"
#include "sim/conformance/case_driver.h"
#include "sim/conformance/case_file.h"
#include "sim/conformance/case_run.h"
#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"

namespace shadowsim::runtime {

struct ConformanceSettings {
  const std::vector<conformance::Case>& cases;              // borrowed
  std::optional<mqtt::Endpoint> endpoint;                   // none: an embedded one is started
  const SessionEngine* engine = &default_session_engine();  // never null
  std::string broker_plugin;  // file of the shadow service's plugin, for the embedded endpoint
  mqtt::ProtocolVersion version = mqtt::ProtocolVersion::kMqtt5;
  conformance::Timing timing = {};

  // Of the names of things and client IDs, which go on with what makes them new; 1 to 64
  // characters of a thing name.
  std::string thing_prefix = "conformance";

  // MQTT sessions at a time, each with as many cases as AWS's quota of subscriptions allows.
  std::size_t sessions = 8;
};

// Plays the cases against the endpoint, in real time, each on a thing of its own, several at a
// time, and returns their verdicts in the same order. Blocks. Deletes the shadows it made.
// A case in whose session the connection was lost is played again on a session for itself, and
// fails if that is lost as well.
// Errors: kUnreachable where the endpoint cannot be reached or refuses us; kUsage for certificate
//         files that cannot be used and for an illegal prefix; kSystem for what the machine does
//         not allow.
Result<std::vector<conformance::Verdict>> run_conformance(const ConformanceSettings& settings);

}  // namespace shadowsim::runtime
