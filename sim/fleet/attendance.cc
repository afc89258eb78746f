#include "sim/fleet/attendance.h"

#include "sim/base/check.h"

namespace shadowsim::fleet {

void Attendance::note(std::size_t place, Standing standing) {
  SHADOWSIM_CHECK(place < standings_.size(), "session {} of {}", place, standings_.size());
  if (standing.has_given_up) standing.is_ready = false;
  Standing& known = standings_[place];
  if (known == standing) return;
  connecting_ += standing.is_connecting;
  connecting_ -= known.is_connecting;
  ready_ += standing.is_ready;
  ready_ -= known.is_ready;
  given_up_ += standing.has_given_up;
  given_up_ -= known.has_given_up;
  known = standing;
}

}  // namespace shadowsim::fleet
