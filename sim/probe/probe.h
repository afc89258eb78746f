#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

// What a probe does, as a sequence at a desk.
using Steps = std::function<Sequence<Finding>(Desk& desk)>;

// A probe at work, from its start to its finding: time and packets go in by its desk, orders and a time to ring
// come out of it.
// Threads: one at a time.
// Owns:    desk and sequence.
class Probe {
 public:
  // `name`: as Desk's.
  Probe(std::string name, const Steps& steps, TimePoint now)
      : desk_{std::move(name), now}, sequence_{steps(desk_)} {}
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  // Goes up to the first wait. To be called once.
  void start() { sequence_.start(); }

  Desk& desk() { return desk_; }
  const Desk& desk() const { return desk_; }

  // None before its end, after which it orders nothing.
  const std::optional<Finding>& finding() const { return sequence_.value(); }

 private:
  Desk desk_;
  Sequence<Finding> sequence_;
};

}  // namespace shadowsim::probe
