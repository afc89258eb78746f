#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/measure/shadow_of_light.h"
#include "sim/time/clock.h"

namespace shadowsim::measure {

// The way of one change, hop by hop. A hop that was not seen has no time: it may have been skipped
// (a change that is true already gets no delta), or its message lost.
struct Flight {
  ChangeId change = {};
  ShadowOfLight light{LightId{}};
  Duration planned{};  // since RunResult::started_at

  // Since `planned`, all of them.
  Duration sent{};  // the desired update was handed to the session
  // The desired update was known to be accepted: by its answer, its delta or a read of the shadow.
  std::optional<Duration> accepted = std::nullopt;
  std::optional<Duration> delta = std::nullopt;     // it reached the light
  std::optional<Duration> reported = std::nullopt;  // the light had applied it and sent a report
  std::optional<Duration> report_accepted = std::nullopt;
  std::optional<Duration> converged = std::nullopt;  // none where it has not

  std::uint64_t version = 0;           // that the desired update made; 0 where no message told
  std::uint64_t reported_version = 0;  // that the report made; 0 where no answer told

  // Names in the service's logs; whoever knows them puts them in.
  std::string topic = {};         // that the desired update was published on
  std::string client_token = {};  // of the desired update and all that it has caused

  friend bool operator==(const Flight&, const Flight&) = default;
};

// What a flight recorder has kept.
struct Flights {
  std::vector<Flight> slowest;             // to converge, the slowest first
  std::vector<Flight> unconverged;         // the first ones, in the order of their numbers
  std::uint64_t unconverged_left_out = 0;  // for which there was no room

  friend bool operator==(const Flights&, const Flights&) = default;
};

inline constexpr std::size_t kSlowestKept = 20;
inline constexpr std::size_t kUnconvergedKept = 100;

// Adds the flights of another run, or of a part of it, whose times count from a moment that is
// `later` by so much, and keeps as many as a recorder does.
void add(Flights& to, const Flights& more, Duration later);

// Remembers the slowest convergences, and the first changes that did not converge; its memory is
// bounded. What is not among the slowest costs one comparison.
// Threads: the worker's thread only.
class FlightRecorder {
 public:
  // Whether a convergence of that length is among the slowest so far.
  bool wants(Duration convergence) const { return convergence > limit_; }

  // Takes a change's way; its `planned` counts from the clock's epoch.
  void converged(Flight flight);
  void unconverged(Flight flight);

  // What was kept, with times since `began`.
  Flights flights(TimePoint began) const;

 private:
  Flights kept_;  // both as heaps: what is to go first is in front
  Duration limit_{std::numeric_limits<Duration::rep>::min()};
};

}  // namespace shadowsim::measure
