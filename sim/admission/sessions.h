#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "sim/admission/absent_sessions.h"
#include "sim/admission/account.h"
#include "sim/admission/session.h"
#include "sim/time/clock.h"

namespace shadowsim::admission {

class SessionHold;

// The sessions of all clients, and who comes back to which.
// Threads: one at a time.
// Time:    passed in.
// Source:  account-quotas.md, section 2.6; MQTT 5.0, sections 3.1.2.4, 3.1.2.11.2 and 3.14.2.2.2.
class Sessions {
 public:
  // `account` must outlive it; null: there are no quotas, and the client's wishes hold.
  explicit Sessions(Account* account) : account_{account}, absent_{account} {}
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;
  ~Sessions() = default;

  // A client comes in. `wished_expiry`: as in expiry(); of MQTT 5, none there is 0. The hold must not
  // outlive the sessions.
  SessionHold enter(const std::string& client_id, Version version, bool clean_start,
                    std::optional<std::uint32_t> wished_expiry, TimePoint now);

  // For how many seconds a session is kept after its client has gone that wishes it to be kept for so many,
  // with MQTT 5: 0: not at all; kForEver.
  std::uint32_t expiry(std::uint32_t wished) const;

  static constexpr std::uint32_t kForEver = 0xFFFFFFFF;

  // What the broker is told in its place: it must not end a session before we do, as it counts whole seconds.
  static std::uint32_t brokers_expiry(std::uint32_t expiry);

  // Those whose clients are away.
  AbsentSessions& absent() { return absent_; }

  // How many are remembered.
  std::size_t size() const { return kept_.size(); }

 private:
  friend SessionHold;

  // When a session ends, or the broker knows that it has, and whose it is.
  using Due = std::multimap<TimePoint, std::string>;

  struct Kept {
    std::shared_ptr<Session> session{};  // null: it is over, but the broker does not know yet
    Version version = Version::kMqtt311;
    std::uint32_t expiry = 0;  // as of expiry()
    std::size_t connections = 0;
    std::optional<Due::iterator> due{};  // where nobody is connected, and that will be
  };

  void leave(const std::string& client_id, const Session& session, TimePoint at);
  void end_those_due(TimePoint now);

  Account* account_;
  AbsentSessions absent_;
  std::unordered_map<std::string, Kept> kept_;  // by client ID
  Due due_;
};

// A connection's hold on its session.
// Threads: one at a time.
class SessionHold {
 public:
  SessionHold(SessionHold&& other) noexcept
      : sessions_{std::exchange(other.sessions_, nullptr)},
        client_id_{std::move(other.client_id_)},
        session_{std::move(other.session_)},
        entered_{other.entered_},
        discards_earlier_{other.discards_earlier_} {}
  SessionHold& operator=(SessionHold&&) = delete;
  ~SessionHold() { leave(entered_); }

  // Requires: it has not left.
  Session& session() const { return *session_; }

  // Of all sessions. Requires: it has not left.
  AbsentSessions& absent() const { return sessions_->absent_; }

  // Whether the broker may still have a session of this client ID that the client would come back to and
  // may not.
  bool discards_earlier() const { return discards_earlier_; }

  // The client goes, and wishes its session to be kept for so many seconds: for how many it is; none: it
  // may not wish that, as it came without one that is kept. Requires: it has not left.
  std::optional<std::uint32_t> keep(std::uint32_t wished);

  // The connection has ended. The first call counts; without one it has as it began.
  void leave(TimePoint now);

 private:
  friend Sessions;
  SessionHold(Sessions& sessions, std::string client_id, std::shared_ptr<Session> session,
              TimePoint now, bool discards_earlier)
      : sessions_{&sessions},
        client_id_{std::move(client_id)},
        session_{std::move(session)},
        entered_{now},
        discards_earlier_{discards_earlier} {}

  Sessions* sessions_;  // null: it has left
  std::string client_id_;
  std::shared_ptr<Session> session_;
  TimePoint entered_;
  bool discards_earlier_;
};

}  // namespace shadowsim::admission
