#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sim/admission/account.h"
#include "sim/admission/not_stored.h"
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

  // Filters, with the QoS that each was asked for.
  using Subscriptions = std::map<std::string, std::uint8_t, std::less<>>;
  const Subscriptions& subscriptions() const { return subscriptions_; }

  // The limit of the account's that has no room; none where it is added. Requires: it is not there.
  std::optional<quota::Limit> add(std::string_view filter, std::uint8_t qos);

  // It is asked for anew. Requires: it is there.
  void change(std::string_view filter, std::uint8_t qos);
  void remove(std::string_view filter);
  void clear();  // of all that it has

  // Oldest first.
  std::deque<KeptMessage>& kept() { return kept_; }

  // Of what came while the client was away, what it is not to be sent.
  NotStored& not_stored() { return not_stored_; }

  // How many connections it has had.
  std::uint64_t entries() const { return entries_; }
  void enter() { ++entries_; }

 private:
  Version version_;
  Account* account_;
  Subscriptions subscriptions_;
  std::deque<KeptMessage> kept_;
  NotStored not_stored_;
  std::uint64_t entries_ = 0;
};

}  // namespace shadowsim::admission
