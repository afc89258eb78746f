#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/admission/quota_uses.h"
#include "sim/quota/bucket_set.h"
#include "sim/quota/limit.h"
#include "sim/quota/quota_profile.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

// The group of a filter "$share/GROUP/FILTER"; empty where it is of no group.
std::string_view shared_group_of(std::string_view filter);

// The groups of an account's shared subscriptions: how many there are, how many subscriptions each has over all
// sessions, and how often each is subscribed to and unsubscribed from. Filters of no group have room always.
// Threads: one at a time.
// Time:    passed in.
// Source:  account-quotas.md, section 2.4: shared groups, shared subscriptions and requests per group.
class SharedGroups {
 public:
  // `uses` must outlive it, and is told what is allowed.
  SharedGroups(const quota::QuotaProfile& quotas, QuotaUses& uses);

  // The limit that has no room for one subscription more to that filter; none where it is added.
  std::optional<quota::Limit> add(std::string_view filter);

  // Requires: it was added. A group without subscriptions is none.
  void remove(std::string_view filter);

  // Whether its group has a token for that filter of a SUBSCRIBE or UNSUBSCRIBE; takes it.
  bool take_request(std::string_view filter, TimePoint now);

  // Puts back what a request took that was refused after all.
  void give_back_request(std::string_view filter, TimePoint now);

  std::size_t groups() const { return subscriptions_.size(); }
  std::uint64_t subscriptions_of(std::string_view group) const;

 private:
  QuotaUses& uses_;
  std::uint64_t groups_most_;
  std::uint64_t subscriptions_most_;                                 // of a group
  std::map<std::string, std::uint64_t, std::less<>> subscriptions_;  // by group, never 0
  quota::BucketSet requests_;                                        // by group
};

}  // namespace shadowsim::admission
