#pragma once

#include <cstdint>
#include <map>

namespace shadowsim::measure {

// Plain counts of one worker, raised where things happen. The names are those of summary.json.

struct ConnectionTally {
  std::uint64_t attempted = 0;    // connects begun
  std::uint64_t established = 0;  // connects that succeeded
  std::uint64_t refused =
      0;                   // connects that failed: CONNACK with a failure, no answer, no transport
  std::uint64_t lost = 0;  // connections that ended without our asking
  std::uint64_t reconnected =
      0;                   // connects that succeeded on a session that had been connected before
  std::uint64_t peak = 0;  // most connections at one time

  friend bool operator==(const ConnectionTally&, const ConnectionTally&) = default;
};

// Outcomes of changes of desired. Each scheduled change is counted in exactly one of the others.
struct ChangeTally {
  std::uint64_t scheduled = 0;
  std::uint64_t converged =
      0;  // the service accepted a report that leaves no difference for its keys
  std::uint64_t superseded = 0;   // a later change of the same keys was sent first
  std::uint64_t rejected = 0;     // the service or the broker refused the desired update
  std::uint64_t unconverged = 0;  // sent, and still open when the run ended
  std::uint64_t unsent = 0;       // never sent: the app's session was not connected

  // What must always hold, at the end: scheduled is the sum of the rest.
  bool balances() const {
    return scheduled == converged + superseded + rejected + unconverged + unsent;
  }

  friend bool operator==(const ChangeTally&, const ChangeTally&) = default;
};

struct MessageTally {
  std::uint64_t published = 0;     // handed to the network by lights and apps
  std::uint64_t received = 0;      // arrived at lights and apps
  std::uint64_t deltas = 0;        // update/delta messages that arrived at lights
  std::uint64_t duplicates = 0;    // deltas of a version that was handled already
  std::uint64_t stale_deltas = 0;  // deltas of a version below one seen before
  std::uint64_t version_gaps = 0;  // steps of more than one between the versions that a light saw
  std::map<int, std::uint64_t>
      rejected;  // by code: the service's (400 to 500) or MQTT's (128 to 255)

  // Of all codes.
  std::uint64_t rejected_total() const {
    std::uint64_t total = 0;
    for (const auto& [code, count] : rejected)
      total += count;
    return total;
  }

  friend bool operator==(const MessageTally&, const MessageTally&) = default;
};

// A light's answer to a last `get`, after the last change.
struct FinalCheck {
  std::uint64_t lights = 0;       // asked
  std::uint64_t in_sync = 0;      // desired has nothing that reported has not
  std::uint64_t divergent = 0;    // there is a difference
  std::uint64_t unreachable = 0;  // no answer in time, or not connected

  friend bool operator==(const FinalCheck&, const FinalCheck&) = default;
};

}  // namespace shadowsim::measure
