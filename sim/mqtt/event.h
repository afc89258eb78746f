#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/ids.h"
#include "sim/time/clock.h"

namespace shadowsim::mqtt {

// An MQTT reason code: one byte of MQTT 5's table, below 0x80 for success. Codes of MQTT 3.1.1 are
// given as the MQTT 5 code of the same meaning.
// Source: MQTT Version 5.0, section 2.4.
using ReasonCode = std::uint8_t;

inline constexpr ReasonCode kSuccess = 0x00;
inline constexpr ReasonCode kUnspecifiedError = 0x80;
inline constexpr ReasonCode kNotAuthorized = 0x87;
inline constexpr ReasonCode kQuotaExceeded = 0x97;

// Whether the code is one of failure.
constexpr bool is_failure(ReasonCode code) {
  return code >= 0x80;
}

// Whether what was refused with that code may pass later: the code speaks of the moment (a quota,
// load, a restart) and not of who asked or of what was asked. An unspecified error may be either.
// Source: MQTT Version 5.0, section 2.4; account-quotas.md, section 6, for 0x97.
bool is_worth_retrying(ReasonCode code);

// How far a connect got before it failed.
enum class ConnectStage : std::uint8_t {
  kTransport,  // no TCP, TLS or WebSocket connection, or it broke before the answer
  kConnack,    // the server answered CONNACK with a reason code of failure
  kTimeout,    // no CONNACK in time
};

struct Connected {};

struct ConnectFailed {
  ConnectStage stage = ConnectStage::kTransport;
  ReasonCode code = kUnspecifiedError;  // the CONNACK's, where the stage is kConnack
  std::string text;  // what the library or the server says, for people; may be empty
};

// A connection that stood has ended without our asking. The answers that are still due to publishes
// come shortly before or after it.
struct ConnectionLost {
  std::string text;  // for people; may be empty

  // The server's, where it said DISCONNECT, as one of MQTT 5 may: how it refuses what it cannot refuse
  // otherwise. None where the connection ended without a word.
  std::optional<ReasonCode> code = {};
};

// Our own disconnect() is done.
struct Disconnected {};

struct Subscribed {
  std::vector<ReasonCode> codes;  // one for each filter of the subscribe, in its order
};

struct MessageArrived {
  std::string topic;
  std::string payload;
  bool duplicate = false;  // the DUP flag
};

struct PublishCompleted {
  std::uint32_t tag = 0;       // of the Publish
  bool sent = true;            // false: it was never handed to the network
  ReasonCode code = kSuccess;  // the PUBACK's
};

using Event = std::variant<Connected, ConnectFailed, ConnectionLost, Disconnected, Subscribed,
                           MessageArrived, PublishCompleted>;

// What a session tells its worker.
struct Delivery {
  SessionId session;
  TimePoint at;  // read in the library's callback, before anything was queued
  Event event;
};

// The reason's name in the standard, for people: 0x87 is "Not authorized". "reason 0xNN" where the
// standard has none.
std::string to_text(ReasonCode code);

// What happened, in a sentence without a full stop.
std::string to_text(const ConnectFailed& failure);

}  // namespace shadowsim::mqtt
