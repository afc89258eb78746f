#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/base/units.h"

namespace shadowsim::measure {

// A part of a run's time, so that what the intervals show can be told from what was done then: a
// step of the scenario's timeline, or the draining after it.
struct Stretch {
  std::string kind;   // "warm-up", "churn", "change", "pause", "drain", ...
  std::string about;  // what else there is to say in some words: "100/s"; may be empty
  Duration begin{};   // since the timeline's start, as the intervals
  Duration end{};     // not before begin; the same for what takes no time

  // Until when after its end every light was in sync with what had been wanted of it by then (Settling). None
  // where one never was, and of the draining, which waits for just that.
  std::optional<Duration> settled_after = {};

  friend bool operator==(const Stretch&, const Stretch&) = default;
};

// The kind of the draining.
inline constexpr std::string_view kDrain = "drain";

// The step after which it took longest until every light was in sync. None where there is no step, or where a light
// never was in sync again: then nobody knows how long it takes.
const Stretch* last_settled(std::span<const Stretch> timeline);

}  // namespace shadowsim::measure
