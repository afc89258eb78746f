#pragma once

#include <string_view>
#include <vector>

#include "sim/packet/packet.h"
#include "sim/policy/least_privilege.h"
#include "sim/probe/catalogue.h"
#include "sim/probe/player.h"
#include "sim/quota/limits.h"
#include "sim/quota/quota_profile.h"

// What takes a share of those quotas that a fleet of lights leaves alone, while the lights are at work: connections
// of its own that retain messages, share subscriptions, miss messages, and so on.
namespace shadowsim::background {

// What all its client IDs and topics begin with.
inline constexpr std::string_view kName = "test-background";

struct Wishes {
  double share = 0;                    // of each quota: above 0, at most 1
  std::vector<quota::Limit> quotas{};  // of those that can_hold() knows
  packet::Version version = packet::Version::kMqtt5;
  Duration length{};  // from its start to its end
};

// What takes a share of one quota: at least one request, place or message.
struct Hold {
  quota::Limit limit{};
  double taken = 0;  // of it, in its unit, by this and the others together
  probe::Entry
      entry{};  // its steps take it; hidden_by says why they cannot, its demand what else they ask of an account
  double subscriptions = 0;  // that they have at a time
  policy::Needs needs{};     // what a policy must allow them
};

// Whether there is a hold for it.
bool can_hold(quota::Limit limit);

// One for each wish. What several of them take of the same quota adds up to the share.
// Requires: can_hold() each.
std::vector<Hold> holds_of(const quota::QuotaProfile& quotas, const Wishes& wishes);

// All of them side by side, their connects at a tenth of what the account allows.
probe::Programme programme_of(const std::vector<Hold>& holds, const quota::QuotaProfile& quotas);

}  // namespace shadowsim::background
