#pragma once

#include <coroutine>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/packet/packet.h"
#include "sim/time/clock.h"

namespace shadowsim::probe {

// One connection of a probe; a number is never used twice.
using Line = std::uint32_t;

// --- what a probe wants of whoever plays it

struct Open {
  Line line;
  std::string packet;  // CONNECT, to be sent as soon as the connection stands
  bool is_paced;       // may wait until other probes' connects leave room; else at once
};
struct Send {
  Line line;
  std::string packets;
};
struct Close {
  Line line;
};
using Order = std::variant<Open, Send, Close>;

// --- what it is told

struct Arrived {
  Line line;
  std::string packet;  // one, whole
};

// The other side has ended the connection, or it could not be made.
struct Ended {
  Line line;
};
using Event = std::variant<Arrived, Ended>;

// What a probe's sequence works at: it leaves orders here and waits for events and time. The other half is
// for whoever plays the probe: it takes the orders, and tells what happens and when.
// Threads: one at a time.
// Time:    passed in; never reads a clock.
class Desk {
 public:
  // `name` begins all client IDs and topics: 1 to 40 of a-z A-Z 0-9 _ -, another for each probe of a run.
  Desk(std::string name, TimePoint now) : name_{std::move(name)}, now_{now} {}
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // --- for the sequence

  const std::string& name() const { return name_; }
  TimePoint now() const { return now_; }

  // Begins to connect with this CONNECT; the answer is an event.
  Line open(packet::Version version, std::string connect, bool is_paced = true);
  // What is sent one after another, without a wait between, is one order.
  void send(Line line, std::string packets);

  // Ends it; nothing more is told of it. Does nothing for one that has ended.
  void close(Line line);

  // Whether it was opened and has not ended.
  bool is_open(Line line) const { return open_.contains(line); }
  packet::Version version(Line line) const { return versions_.at(line); }

  // Awaits the next event, or none at `deadline`.
  auto next(TimePoint deadline) {
    struct Wait {
      Desk& desk;
      TimePoint deadline;

      bool await_ready() const noexcept { return !desk.events_.empty() || desk.now_ >= deadline; }
      void await_suspend(std::coroutine_handle<> sequence) const noexcept {
        desk.waiting_ = sequence;
        desk.wakes_at_ = deadline;
      }
      std::optional<Event> await_resume() const { return desk.take_event(); }
    };
    return Wait{*this, deadline};
  }

  // --- for whoever plays it

  // Each goes on with the sequence as far as it comes. An event of a line that has ended is forgotten.
  void tell(Event event, TimePoint now);
  void ring(TimePoint now);

  // When to ring next; none: the sequence does not wait, it has ended.
  std::optional<TimePoint> wakes_at() const;

  // What has been ordered since the last call, in order.
  std::vector<Order> take_orders() { return std::exchange(orders_, {}); }

 private:
  std::optional<Event> take_event();
  void go_on();

  std::string name_;
  TimePoint now_;
  std::set<Line> open_;
  std::map<Line, packet::Version> versions_;  // of all
  Line last_line_ = 0;
  std::vector<Order> orders_;
  std::deque<Event> events_;
  std::coroutine_handle<> waiting_;
  TimePoint wakes_at_{};
};

}  // namespace shadowsim::probe
