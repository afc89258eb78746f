#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/quota/limits.h"
#include "sim/quota/quota_profile.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::demand {

// How much of one limit a scenario needs at its busiest.
struct Need {
  quota::Limit limit{};
  std::string title;  // what it is, for people: "subscribes", "deliveries to one connection"
  double most = 0;    // in the limit's unit; for a rate, what falls into the busiest second
  std::string where;  // "connecting", "at 12.3 s", "test-app-0 at 12.3 s"; may be empty

  friend bool operator==(const Need&, const Need&) = default;
};

// What AWS IoT Core puts on the bill. Messages count in units of 5 KB begun, operations of 1 KB.
// Source: aws.amazon.com/iot-core/pricing and its page "additional details": metered are CONNECT,
//         SUBSCRIBE, PUBLISH either way and the PUBACK of a device; not what the broker answers
//         with, nor pings. A shadow update by MQTT counts as message and as operation, as in the
//         pricing page's example. That a SUBSCRIBE of several filters is one message is our reading.
struct Metered {
  std::uint64_t connects = 0;
  std::uint64_t subscribes = 0;
  std::uint64_t published = 0;     // by lights and apps
  std::uint64_t delivered = 0;     // to lights
  std::uint64_t acknowledged = 0;  // by lights: none with QoS 0
  std::uint64_t operations = 0;    // gets and updates of shadows
  std::uint64_t minutes = 0;       // of connection, each session's begun ones

  std::uint64_t messages() const {
    return connects + subscribes + published + delivered + acknowledged;
  }

  friend bool operator==(const Metered&, const Metered&) = default;
};

struct Demand {
  std::vector<Need> needs;  // a limit may be there twice: sent and delivered
  Metered metered;
  bool is_sampled =
      false;  // steady stretches of a long timeline were looked at in part, see Steady

  // Changes that a light's answers add to the plan's own: how many updates the lights make.
  std::uint64_t reports = 0;
};

// What the scenario asks of an account when it is played by so many shards, all of them together:
// an account does not care who plays. Connecting, timeline and final check are looked at.
//
// Exact is what the plan says: each change at its planned moment. What lights answer is an upper
// estimate: each change of desired makes one report, after a delay drawn anew from apply_delay;
// a report that leaves a difference (a local change of what is also desired) makes another one.
// Lights count as having no shadow yet, so each makes one report more while it connects. Whom a
// disconnect step drops connects again when its manners let it (see Reconnects), and a light then
// subscribes to its shadows and reads them: all is admitted at once, and what was for it while it was
// away counts all the same. Not looked at: other reconnects, those after a link fault's silence among them, retries, and how many requests wait for
// their answer at a time, which depends on how fast the endpoint is. A rate that is searched counts as
// its upper bound.
// The background of a scenario is at its busiest in every second.
// `quotas` says what a shadow update counts as, and what is counted together.
// Requires: parts > 0.
Demand demand_of(const scenario::Scenario& scenario, std::uint32_t parts,
                 const quota::QuotaProfile& quotas);

}  // namespace shadowsim::demand
