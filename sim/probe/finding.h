#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sim/base/units.h"

namespace shadowsim::probe {

// What a client sees of an answer or of its absence.
struct Sight {
  enum class Kind : std::uint8_t {
    kSilence,  // no answer in time
    kClose,    // the connection ends without a word
    kConnack,
    kPuback,
    kSuback,
    kUnsuback,
    kDisconnect,  // then the end
    kRejected,    // a message of the shadow service, with its code
    kDelay,       // what was sent is taken or delivered more slowly
    kHold,        // what was published is not delivered before something else is acknowledged
    kNewSession,  // a session is not there any more
    kTold,        // a number, in place of the one asked for or unasked
  };

  Kind kind = Kind::kSilence;
  std::uint32_t code = 0;  // of kTold the number, else of the packet

  friend auto operator<=>(const Sight&, const Sight&) = default;
};

// "PUBACK 0x97", "close", "silence", "rejected 429", "told 30".
std::string to_text(Sight sight);

enum class Verdict : std::uint8_t {
  kHolds,    // found where it is configured
  kDiffers,  // found elsewhere
  kAbsent,   // nothing was refused as far as was tried
  kHidden,   // another quota refuses first, or it is out of this machine's reach: not tried
  kBroken,   // the probe could not do its work
};

// "holds", "differs", "absent", "hidden", "broken".
std::string_view name_of(Verdict verdict);

// What came of one probe.
struct Finding {
  Verdict verdict = Verdict::kBroken;
  std::optional<double> found{};              // in the limit's unit; none where nothing was refused
  double tried_up_to = 0;                     // in the limit's unit
  std::map<Sight, std::uint64_t> saw{};       // how refusals looked, and how often
  std::optional<Duration> recovered_after{};  // from the last refusal, or the end of the load
  std::string remark{};                       // why it is hidden or broken

  bool is_good() const { return verdict == Verdict::kHolds || verdict == Verdict::kHidden; }
};

// The sight that was seen most, then the others: "PUBACK 0x97, silence"; "" where nothing was refused.
std::string saw_text(const Finding& finding);

// Whether something took as long as is configured, within 10 %, or half a second as endpoints look at whole
// seconds at times. Source: account-quotas.md, section 5, C4.
bool is_same_time(Duration passed, Duration configured);

// Whether a rate was found where it is configured: so many accepted in a window, within 5 % of what the rate
// lets through, or one more or less. Source: account-quotas.md, section 5.
bool is_same_rate(std::uint64_t accepted, Duration window, double configured_per_second);

}  // namespace shadowsim::probe
