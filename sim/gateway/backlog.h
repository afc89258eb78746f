#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/admission/session.h"
#include "sim/packet/packet.h"
#include "sim/quota/token_bucket.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// What a client has missed while it was away. The broker delivers all of it at once when it is back, and
// live messages behind it; here each is acknowledged to the broker as it comes, kept with the session, and
// sent at a pace, while live messages pass beside it. So that they do not take each other's packet IDs, those
// that are sent from here have IDs of ours.
// Threads: one at a time.
// Time:    passed in.
// Source:  account-quotas.md, sections 2.3 and 2.6: stored messages after a reconnect; no DUP flag.
class Backlog {
 public:
  // None: nothing is kept.
  Backlog() = default;

  // `session` must outlive it. What is kept of earlier connections is to be sent.
  Backlog(admission::Session& session, quota::TokenBucket pace);

  // Whether what the broker delivers may be what was missed. It is from the beginning, until the broker has
  // answered a ping behind which nothing came: whoever is told to ask by is_to_ask() sends one.
  bool is_catching_up() const { return is_catching_up_; }

  // The broker has answered the ping. Whether another one is to be sent.
  bool answered();

  // A PUBLISH of QoS 1 has come while it is catching up: whether it is one that was not stored for the client, and so is
  // not to be added.
  bool is_not_stored(std::string_view topic, std::string_view payload);

  // A PUBLISH of QoS 1 has come from the broker. Requires: there is a session.
  void add(std::string_view packet, TimePoint now);

  // How long to wait for the next to be sent; none: there is none.
  std::optional<Duration> wait(TimePoint now);

  struct Sending {
    packet::Publish publish;  // never as a duplicate; valid until add() or finish() is called
    Duration age;             // since the broker delivered it
  };

  // The next one, to be sent under that packet ID. Requires: wait() is zero.
  Sending send(std::uint16_t packet_id, packet::Version version, TimePoint now);

  // Whether that ID is of one that was sent and is not finished.
  bool has_sent(std::uint16_t packet_id) const;

  // The client has acknowledged that ID, or shall never see it. Whether it was one of these.
  bool finish(std::uint16_t packet_id);

 private:
  // Whether the client has come back by another connection meanwhile, and all is to be sent there.
  bool is_stale() const { return session_ == nullptr || session_->entries() != entry_; }

  admission::Session* session_ = nullptr;
  std::uint64_t entry_ = 0;  // of the session's
  std::optional<quota::TokenBucket> pace_;
  std::vector<std::uint16_t> sent_;  // IDs of the first ones that are kept
  bool is_catching_up_ = false;
  bool has_come_ = false;  // since the ping
};

}  // namespace shadowsim::gateway
