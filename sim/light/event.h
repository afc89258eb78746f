#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "sim/shadow/answer.h"
#include "sim/shadow/section.h"

// What happens to a light, in the past tense.
namespace shadowsim::light {

// The light's alarm clocks. Each is armed at most once at a time.
enum class Timer : std::uint8_t {
  kAnswer,  // a request has waited long enough for its answer
  kApply,   // a delta that takes time to apply is due
  kRetry,   // the back-off after a refusal is over
  kPace,    // what was held back may go out
};

struct Connected {};  // the session is up

// It is no more.
struct Disconnected {
  // The server may have meant it as a refusal of what was under way: MQTT 3.1.1 has no other word.
  bool perhaps_refused = false;
};

struct SubscribeAnswered {
  bool granted = false;  // every filter was

  // Where one was not: whether it may be later, and whether the server's code left open if it may.
  bool worth_retrying = false;
  bool is_vague = false;

  // Where one was not: some of those that were asked for were.
  bool is_partly_granted = false;
};

struct GetRejected {
  shadow::Rejected rejected;
};
struct UpdateRejected {
  shadow::Rejected rejected;
};

// The broker refused a request of ours before the service saw it.
struct PublishRefused {
  std::string client_token;
  int code = 0;  // an MQTT reason code
  bool worth_retrying = false;
};

// Somebody flipped the switch on the wall.
struct LocalChange {
  shadow::Section state;
  bool sets_desired = false;  // and the light tells the service that this is what is wanted, too
};

// The run is over; is the light in sync?
struct CheckRequested {};

struct TimerRang {
  Timer timer = Timer::kAnswer;
};

using Event = std::variant<Connected, Disconnected, SubscribeAnswered, shadow::GetAccepted,
                           GetRejected, shadow::UpdateAccepted, UpdateRejected, shadow::Delta,
                           PublishRefused, LocalChange, CheckRequested, TimerRang>;

}  // namespace shadowsim::light
