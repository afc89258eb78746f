#pragma once

#include <cstddef>
#include <string_view>

#include "sim/admission/account.h"
#include "sim/admission/counters.h"
#include "sim/admission/filter_tree.h"
#include "sim/admission/session.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

// Sessions that are kept while their clients are away, and what is stored for them: messages of QoS 1 that they are
// subscribed to with QoS 1, but as members of a group, at the account's rate. The broker stores them all; a session
// remembers which it would not have.
// Threads: one at a time.
// Time:    passed in.
// Source:  account-quotas.md, section 2.6: queued messages.
class AbsentSessions {
 public:
  // `account` must outlive it; null: all is stored, and nobody counts.
  explicit AbsentSessions(Account* account) : account_{account} {}

  // Its client has gone. It must be removed before it changes or ends.
  void add(Session& session);

  // Its client is back, or it is over. One that was not added is none.
  void remove(Session& session);

  // A client has published a message of QoS 1: a token for each session that stores it; those without one remember it as
  // not stored. Both are counted. Costs nothing while nobody is away.
  void publish(std::string_view topic, std::string_view payload, Counters& counters, TimePoint now);

  // Filters that messages are stored for.
  std::size_t filters() const { return filters_.size(); }

 private:
  Account* account_;
  FilterTree filters_;
  std::size_t turn_ = 0;  // so that it is not always the same who gets the last token
};

}  // namespace shadowsim::admission
