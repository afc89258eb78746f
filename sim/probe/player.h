#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/probe/catalogue.h"
#include "sim/probe/probe.h"
#include "sim/time/scheduler.h"

namespace shadowsim::probe {

// One connection of any probe; a number is never used twice.
using Wire = std::uint32_t;

// A port to connections that carry MQTT packets as they are.
// Threads: the player's.
class Wires {
 public:
  Wires() = default;
  Wires(const Wires&) = delete;
  Wires& operator=(const Wires&) = delete;
  virtual ~Wires() = default;

  // Connects and sends that. What comes, packet by packet, and at most one end are told to the player later,
  // never before this call has returned.
  virtual void open(Wire wire, std::string packet) = 0;

  // Nothing happens on a wire that has ended.
  virtual void send(Wire wire, std::string packets) = 0;

  // Ends it; the player may still be told of it.
  virtual void close(Wire wire) = 0;
};

// What is played: entries, and when.
struct Programme {
  std::vector<Entry> entries{};
  std::vector<std::vector<std::size_t>> rounds{};  // places of entries that are played side by side
  Duration connect_gap{};                          // between connects that may wait
  Duration round_most{};                           // after which a round is broken off
};

// All entries that can be found out, in the fewest rounds that leave each other alone. Connects are paced at half of what
// the account allows.
Programme programme_to_find(std::vector<Entry> entries, const quota::QuotaProfile& quotas);

// Plays a programme, round by round: carries out the probes' orders, and tells them what comes and what time it
// is. Connects are paced, but for those that a probe wants at once.
// Threads: the scheduler's.
// Owns:    the probes. Borrows scheduler and wires, which must outlive it.
class Player {
 public:
  struct Listener {
    std::function<void(std::size_t place)> found;  // one entry has its finding; may be empty
    std::function<void()> ended;                   // all have; called once
  };

  // `name` begins all names of a run: 1 to 20 of a-z A-Z 0-9 _ -.
  Player(Scheduler& scheduler, Wires& wires, Programme programme, std::string name,
         Listener listener);
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;
  ~Player();

  void start();

  // What the wires have to tell.
  void on_packet(Wire wire, std::string packet);
  void on_end(Wire wire);

  // Those that are not found yet are broken.
  void stop(const std::string& why);

  const std::vector<Entry>& entries() const { return programme_.entries; }
  const std::vector<Finding>& findings() const { return findings_; }  // by entry
  std::size_t found() const { return found_; }

 private:
  struct Playing {
    std::size_t place;
    std::unique_ptr<Probe> probe;
    TimerId timer{};
    std::unordered_map<Line, Wire> wires{};
  };
  struct Way {
    std::size_t place;  // of the probe's entry
    Line line;
  };

  void start_round();
  void go_on(Playing& playing);
  void carry_out(Playing& playing);
  void carry_out(Playing& playing, Open order);
  void arm(Playing& playing);
  void end(Playing& playing, Finding finding);
  Playing* find(std::size_t place);
  void tell(Wire wire, const std::function<Event(Line)>& event);

  Scheduler& scheduler_;
  Wires& wires_;
  Programme programme_;
  std::string name_;
  Listener listener_;
  std::size_t round_ = 0;
  std::vector<Finding> findings_;
  std::size_t found_ = 0;
  std::unordered_map<std::size_t, Playing> playing_;  // by place
  std::unordered_map<Wire, Way> ways_;
  Wire last_wire_ = 0;
  TimePoint next_connect_{};
  TimerId patience_{};
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
};

}  // namespace shadowsim::probe
