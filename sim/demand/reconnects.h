#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "sim/base/random.h"
#include "sim/base/units.h"
#include "sim/connection/connection_machine.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::demand {

// A session that connects again.
struct Reconnect {
  Duration at{};              // since the timeline's start
  std::uint64_t session = 0;  // see Sessions

  bool operator>(const Reconnect& other) const { return at > other.at; }
};

// Whom a timeline's disconnect steps drop, and when each of them connects again. As in a run, a connection
// machine decides that for each session, with the manners of the scenario's fleet; its back-off is drawn
// anew. Each connect is taken to be admitted, and at once.
class Reconnects {
 public:
  // Of so many sessions. `random` is its own.
  Reconnects(const scenario::Scenario& scenario, std::uint64_t sessions, const Random& random);

  // A session connects for the first time. In order of time, and before the first next().
  // Requires: session < sessions.
  void connect(Duration at, std::uint64_t session);

  // The next one, in order of time; none if that is not before or at `until`.
  std::optional<Reconnect> next(Duration until);

 private:
  using Steps = std::vector<std::pair<Duration, scenario::Disconnect>>;

  void come(const connection::Event& why, Duration at, std::uint64_t session);
  void drop(Duration at, const scenario::Disconnect& step);

  Steps steps_;  // in order of time
  std::size_t next_step_ = 0;
  std::vector<connection::ConnectionMachine> machines_;  // by session; none without steps
  std::vector<std::uint64_t> there_;  // in the order in which they have connected
  std::priority_queue<Reconnect, std::vector<Reconnect>, std::greater<>> due_;
};

}  // namespace shadowsim::demand
