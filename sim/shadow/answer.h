#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/shadow/section.h"
#include "sim/shadow/stamp.h"

namespace shadowsim::shadow {

// What a client reads of the service's messages. The readers take what they need and are tolerant
// as real clients are: unknown keys are ignored, missing ones are empty or zero. They give none
// only for a payload that is no JSON object, is deeper than kDepthMax, or has `state` or a number
// of the wrong type. The sections they return carry no metadata: their times are zero.
// Source:  shadow-protocol.md, sections 4 and 11.

// On update/delta: what desired has that reported has not.
struct Delta {
  Version version = 0;
  std::string client_token;  // of the update that caused it, whosever it was; empty: none
  Timestamp timestamp;
  Section state;
};

// On update/accepted: the update of somebody was stored.
struct UpdateAccepted {
  Version version = 0;
  std::string client_token;  // empty: none
  Timestamp timestamp;
  bool has_desired = false;   // the update named this section
  bool has_reported = false;  // likewise
};

// On get/accepted: the whole shadow.
struct GetAccepted {
  Version version = 0;
  std::string client_token;  // empty: none
  Timestamp timestamp;
  Section desired;
  Section reported;
  Section delta;  // empty where desired and reported do not differ
};

// On delete/accepted.
struct DeleteAccepted {
  Version version = 0;       // of the document deleted
  std::string client_token;  // empty: none
  Timestamp timestamp;
};

// On any .../rejected. Real answers come with and without a timestamp, so it is not read.
struct Rejected {
  int code = 0;  // 0 where the payload has none
  std::string message;
  std::string client_token;  // empty: none
};

std::optional<Delta> read_delta(std::string_view payload);
std::optional<UpdateAccepted> read_update_accepted(std::string_view payload);
std::optional<GetAccepted> read_get_accepted(std::string_view payload);
std::optional<DeleteAccepted> read_delete_accepted(std::string_view payload);
std::optional<Rejected> read_rejected(std::string_view payload);

enum class SectionName : std::uint8_t { kDesired, kReported };

// The section that an update/accepted echoes, for who wants to know more than has_desired; nulls,
// which removed keys, are left out. Empty where it is absent; none as above.
std::optional<Section> read_accepted_section(std::string_view payload, SectionName section);

}  // namespace shadowsim::shadow
