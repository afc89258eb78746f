#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/units.h"
#include "sim/probe/probe.h"
#include "sim/quota/quota_profile.h"

namespace shadowsim::probe {

// What is probed, for people and files.
struct Subject {
  std::string id;       // of account-quotas.md, section 5: "P3"
  std::string quota;    // its key in a quota file
  std::string title;    // at most 21 characters
  std::string version;  // of MQTT: "5", "3.1.1", or "both" where connections of both share the load
  std::string unit;     // "/s", "B", "B/s", "s" or "" for a count
  double configured = 0;
};

// What a probe asks of the account at most, per second; of connections at a time.
struct Demand {
  bool is_alone = false;  // it uses up an account's quota: nothing else may run
  double connects = 0;
  double connections = 0;
  double publishes_in = 0;
  double publishes_out = 0;
  double filters = 0;
  double shadow_requests = 0;
  double retained = 0;
};

struct Entry {
  Subject subject;
  Demand demand{};
  Steps steps{};
  std::string hidden_by{};  // not empty: why it cannot be found out
};

struct Wishes {
  std::vector<std::string> quotas{};           // keys; empty: all that there is a probe for
  Duration window = std::chrono::seconds{10};  // of the rates; above 0
  double up_to = 2;  // how far to go, as a multiple of what is configured; at least 1.2
};

// Probes for what the profile configures, in the order of account-quotas.md.
std::vector<Entry> catalogue(const quota::QuotaProfile& quotas, const Wishes& wishes);

// The keys of all quotas that there is a probe for, in that order, each once.
std::vector<std::string> probed_quotas();

// Which entries run side by side, by their places: those that can be found out, in rounds of which none asks
// for more than four fifths of any quota of the account. Those that are alone come last.
std::vector<std::vector<std::size_t>> rounds(const std::vector<Entry>& entries,
                                             const quota::QuotaProfile& quotas);

}  // namespace shadowsim::probe
