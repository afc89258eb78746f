#pragma once

#include <cstddef>
#include <string>

#include "sim/base/delay_distribution.h"
#include "sim/base/random.h"
#include "sim/connection/manners.h"
#include "sim/shadow/section.h"

namespace shadowsim::light {

// What makes one light differ from another.
struct LightOptions {
  // What it is before anybody changes it. Empty: it takes over what its shadow reports when it
  // first reads it, and where there is no shadow it makes none before somebody changes it.
  shadow::Section initial_state;
  DelayDistribution apply_delay;  // from a delta's arrival to its being applied and reported
  Duration answer_timeout = std::chrono::seconds{10};  // for an answer of the service; above 0
  std::string token_prefix;  // of its client tokens, at most 40 bytes; no other light has the same
  Random random{0};          // its own

  // Reports that may wait for their answers at a time, at least 1: this shadow's part of
  // manners.reports_open_max.
  std::size_t reports_in_flight_max = 8;

  connection::Manners manners = {};
};

}  // namespace shadowsim::light
