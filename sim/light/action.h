#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "sim/light/event.h"
#include "sim/shadow/section.h"
#include "sim/time/clock.h"

// What a light wants done, and what it has noticed.
namespace shadowsim::light {

// --- orders -----------------------------------------------------------------------------------

// Subscribe to those of the five answer topics of the shadow that are not granted on this connection
// yet, and come back with SubscribeAnswered.
struct Subscribe {};

// Publish a get request.
struct Get {
  std::string client_token;
};

// Publish an update request.
struct Report {
  std::string client_token;
  shadow::Section reported;
  shadow::Section desired;  // empty where desired is left alone
};

struct Arm {
  Timer timer = Timer::kAnswer;
  TimePoint when;
};

struct Disarm {
  Timer timer = Timer::kAnswer;
};

// --- observations -----------------------------------------------------------------------------

// The light has read its shadow and the service has accepted its state: it is ready for the run.
struct BecameReady {};

// What the light is going to be: a delta was taken or a local change made.
struct Intends {
  shadow::Section state;
};

// The service accepted a report.
struct ReportAccepted {
  std::string client_token;
  shadow::Section state;
  shadow::Section desired;      // as it was sent
  shadow::Version version = 0;  // that it made
  Duration round_trip{};        // since the report went out
};

// A get showed what the service holds.
struct ShadowRead {
  shadow::Section desired;
  shadow::Section reported;
  shadow::Version version = 0;
  bool is_overtaken = false;  // later messages came before the answer
};

enum class DropReason : std::uint8_t {
  kDuplicate,  // its version was handled already
  kStale,      // a later version has been seen
};
struct DeltaDropped {
  DropReason reason = DropReason::kDuplicate;
};

// A version was skipped: a message is missing or late.
struct VersionGap {};

// A request of this light was refused, by the service or by the broker.
struct RequestRefused {
  int code = 0;
  std::string client_token = {};  // of a report; empty for a get
};

// Requests got no answer in time; the light reads its shadow again.
struct AnswerMissed {
  std::uint32_t requests = 0;  // that waited: it waits for none of them any more
};

// The answer to CheckRequested. Not sent while there is no answer.
struct Checked {
  bool in_sync = false;
};

// The light will do no more: it is not allowed to subscribe, to read its shadow or to report.
struct GaveUp {
  int code = 0;
};

using Action = std::variant<Subscribe, Get, Report, Arm, Disarm, BecameReady, Intends,
                            ReportAccepted, ShadowRead, DeltaDropped, VersionGap, RequestRefused,
                            AnswerMissed, Checked, GaveUp>;

}  // namespace shadowsim::light
