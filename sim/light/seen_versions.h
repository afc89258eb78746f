#pragma once

#include "sim/shadow/stamp.h"

namespace shadowsim::light {

// Which versions of its shadow a light has met, and what that says of a message.
// Source:  Device Shadow guide, "Message order".
class SeenVersions {
 public:
  // How a message fits in.
  struct Noticed {
    bool is_gap = false;        // versions before it were skipped: messages are missing or late
    bool is_too_young = false;  // see is_too_young()
  };

  // An answer or event of that version has come.
  Noticed note(shadow::Version version, shadow::Timestamp time);

  // A read of the shadow showed this; `has_delta`: and what it wants to be different.
  void read(shadow::Version version, shadow::Timestamp time, bool has_delta);

  // There is no shadow, or it counts from the beginning.
  void restart();

  // Its delta is the last one taken.
  void take(shadow::Version version) { handled_ = version; }

  // Whether a delta was taken already, or a later one, or a later message of any kind seen.
  bool is_duplicate(shadow::Version version) const { return version == handled_; }
  bool is_stale(shadow::Version version) const { return version < seen_ || version < handled_; }

  // Whether a delta that is later than this version was taken.
  bool is_before_last_delta(shadow::Version version) const { return version < handled_; }

  // A message that is only late is not younger than all others: perhaps it is of a shadow that has
  // begun afresh.
  bool is_too_young(shadow::Version version, shadow::Timestamp time) const {
    return version < seen_ && time > newest_;
  }

  // The highest version met; 0 where none was.
  shadow::Version highest() const { return seen_; }

 private:
  shadow::Version seen_ = 0;
  shadow::Version handled_ = 0;
  shadow::Timestamp newest_{};  // the latest time that an answer or event of this shadow had
};

}  // namespace shadowsim::light
