#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/base/ids.h"
#include "sim/measure/leaf.h"
#include "sim/time/clock.h"

namespace shadowsim::measure {

// A report of a light that is about to be sent.
struct SentReport {
  std::uint32_t number;  // among those of its light
  TimePoint at;
  std::vector<Leaf> reported;
  std::vector<Leaf> desired = {};
};

struct VersionedLeaf {
  Leaf leaf;
  std::uint64_t version;  // of the shadow that has it since
};

// Takes the leaf up in place of those that it overlaps, unless one of them is of a later version. Whether
// it was taken up.
bool put_newer(std::vector<VersionedLeaf>& known, const Leaf& leaf, std::uint64_t version);

// What is known of one light in one of its shadows: what it intends, what it has under way, what the
// service has of both sections, and which changes wait for it.
// Threads: the worker's thread only.
struct LightBook {
  std::vector<Leaf> intended;
  std::vector<SentReport> under_way;  // in order of sending
  std::vector<VersionedLeaf> reported;
  TimePoint reported_at;                                   // of the last accepted report
  std::optional<TimePoint> reported_since = std::nullopt;  // when that was sent, if known
  std::uint64_t reported_version = 0;
  std::optional<TimePoint> report_sent = std::nullopt;  // the last, accepted or not
  std::vector<VersionedLeaf> desired;                   // as far as it is known
  std::vector<Leaf> unheard;  // wanted by changes that were superseded without an answer, by path
  bool is_in_touch = true;    // the light hears what the service answers
  std::vector<ChangeId> open;
  TimePoint out_of_sync_since;  // while a change is open: since one was, without a break
  TimePoint last_ended;         // of the changes since then

  // Takes the report of that number off those under way; none where it is not among them.
  std::optional<SentReport> take(std::uint32_t report);

  // The service has these leaves in reported since that version, as is known since `at`, from a report that
  // was sent then, where that is known.
  void note_reported(std::span<const Leaf> leaves, std::uint64_t version, TimePoint at,
                     std::optional<TimePoint> sent);

  // Adds to `unheard` those of `wanted` that `later` ones take over. Each path once: where answers never come,
  // the same ones are taken over again and again.
  void note_unheard(std::span<const Leaf> wanted, std::span<const Leaf> later);

  // Whether the light has it, and is not about to have something else.
  bool is_settled(const Leaf& wanted) const;

  // Whether something else was desired at an earlier version, and no earlier change explains it.
  bool is_new_wish(const Leaf& wanted, std::uint64_t version) const;
};

}  // namespace shadowsim::measure
