#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "sim/admission/account.h"
#include "sim/admission/refusal.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

// A message that the endpoint keeps for a client: a PUBLISH packet of its version of MQTT.
struct KeptMessage {
  std::string packet;
  TimePoint came;  // from the broker
};

// What a client has as long as its session is kept, whether it is there or not: its subscriptions, which
// the account counts, and what it is still to be sent.
// Threads: one at a time.
class Session {
 public:
  // `account` must outlive it; null: nobody counts.
  Session(Version version, Account* account) : version_{version}, account_{account} {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { clear(); }

  Version version() const { return version_; }
  const std::set<std::string, std::less<>>& subscriptions() const { return subscriptions_; }

  // The limit of the account's that has no room; none where it is added. Requires: it is not there.
  std::optional<quota::Limit> add(std::string_view filter);
  void remove(std::string_view filter);
  void clear();  // of all that it has

  // Oldest first.
  std::deque<KeptMessage>& kept() { return kept_; }

  // How many connections it has had.
  std::uint64_t entries() const { return entries_; }
  void enter() { ++entries_; }

 private:
  Version version_;
  Account* account_;
  std::set<std::string, std::less<>> subscriptions_;
  std::deque<KeptMessage> kept_;
  std::uint64_t entries_ = 0;
};

}  // namespace shadowsim::admission
