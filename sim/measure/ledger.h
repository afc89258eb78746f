#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/base/ids.h"
#include "sim/measure/leaf.h"
#include "sim/measure/measurements.h"
#include "sim/measure/shadow_of_light.h"
#include "sim/time/clock.h"

namespace shadowsim::measure {

// A change of desired that is about to be sent.
struct SentChange {
  ChangeId id;
  ShadowOfLight light;       // whose
  TimePoint planned;         // when the scenario meant to send it
  TimePoint sent;            // when it was handed to the session; not before `planned`
  std::vector<Leaf> wanted;  // at least one
  bool measured = true;      // false: its outcome counts, its latencies are left out
};

// The book of changes: every scheduled change is entered once and leaves with exactly one outcome.
//
// A change converges when its desired update is known to be accepted and the light's last accepted
// report has the wanted value at every path that the change still stands for. A later change of
// some of its paths takes those over; when all are taken over the change is superseded. What a
// light intends (a delta it has taken, a local change it has made) counts, too: a report that
// happens to match, from a light that is about to report something else, is no convergence. Its
// moment is when the last of these became true: the answer to desired or the light's last report.
//
// A path stands for all that is below it, too: "/rgb" takes over "/rgb/r" and the other way round.
//
// Threads: the worker's thread only.
// Owns:    its entries. Borrows the measurements, which must outlive it.
// Time:    moments are passed in.
// Errors:  answers about changes that are not open (any more) are ignored: late and doubled
//          messages are the network's right.
class Ledger {
 public:
  explicit Ledger(Measurements& measurements);

  // A planned change that cannot be sent: its app is not connected.
  void unsent(ChangeId change);

  // Enters a change and closes what it supersedes. Requires: `change.id` was never entered before.
  void sent(const SentChange& change);

  // The service accepted the desired update, known since `at`, which made the shadow's `version`; 0
  // where that is not told.
  void desired_accepted(ChangeId change, TimePoint at, std::uint64_t version = 0);

  // The service or the broker refused it. `code` is counted among the rejected messages by the
  // caller.
  void desired_rejected(ChangeId change);

  // It turned out that the session never handed it over. What it took over from earlier changes
  // stays taken over.
  void not_sent_after_all(ChangeId change);

  // The first delta with this change's token reached the light. Proves the desired update accepted.
  void delta_arrived(ChangeId change, TimePoint at, std::uint64_t version = 0);

  // What the light is going to be: by a delta it took, by a local change, or because it gave up an
  // intention (then: what it is). Told before the report of it is published.
  void light_intends(ShadowOfLight light, std::span<const Leaf> leaves);

  // The light set desired itself (a wall switch that sets desired, too): a later change of these
  // paths.
  void light_set_desired(ShadowOfLight light, std::span<const Leaf> leaves);

  // The light has sent a report of its state.
  void report_sent(ShadowOfLight light, TimePoint at);

  // The service accepted a report of the light with these leaves, sent at `sent` where that is
  // known, which made the shadow's `version`. Answers may overtake one another: a leaf that a later version has set stays as it
  // is.
  void report_accepted(ShadowOfLight light, std::span<const Leaf> leaves, std::uint64_t version,
                       TimePoint at, std::optional<TimePoint> sent = std::nullopt);

  // A get showed all that the service holds for the light at that version. Makes up for answers
  // that were lost: changes whose wanted leaves all stand in `desired` are known to be accepted.
  void shadow_read(ShadowOfLight light, std::span<const Leaf> desired,
                   std::span<const Leaf> reported, std::uint64_t version, TimePoint at);

  // Changes sent and without outcome so far.
  std::size_t open() const { return open_.size(); }

  // Ends the book: what is open is unconverged.
  void close();

 private:
  struct Entry {
    ShadowOfLight light;
    TimePoint planned;
    TimePoint sent;
    std::vector<Leaf> wanted;  // the paths it still stands for
    bool measured = true;
    std::optional<TimePoint> accepted = std::nullopt;  // since when that is known
    std::optional<TimePoint> delta = std::nullopt;
    std::uint64_t version = 0;
  };

  struct ReportedLeaf {
    Leaf leaf;
    std::uint64_t version;  // of the shadow that it was reported into
  };

  // What is known of one light in one of its shadows.
  struct LightBook {
    std::vector<Leaf> intended;
    std::vector<ReportedLeaf> reported;
    TimePoint reported_at;                                   // of the last accepted report
    std::optional<TimePoint> reported_since = std::nullopt;  // when that was sent, if known
    std::uint64_t reported_version = 0;
    std::optional<TimePoint> report_sent = std::nullopt;  // the last, accepted or not
    std::vector<ChangeId> open;
  };

  static bool put_newer(std::vector<ReportedLeaf>& reported, const Leaf& leaf,
                        std::uint64_t version);

  static bool is_reported(const LightBook& book, const Leaf& wanted);

  Entry* find(ChangeId change);
  void supersede(LightBook& book, std::span<const Leaf> later);
  void converge_what_can(LightBook& book);
  void record(ChangeId change, const Entry& entry, const LightBook& book, TimePoint converged);
  static Flight flight_of(ChangeId change, const Entry& entry);
  static Flight flight_of_open(ChangeId change, const Entry& entry, const LightBook& book);

  // Counts the open change's outcome and forgets it.
  void end(ChangeId change, std::uint64_t ChangeTally::*outcome);

  Measurements& measurements_;
  std::unordered_map<ChangeId, Entry> open_;
  std::unordered_map<ShadowOfLight, LightBook, HashOfShadow> lights_;
};

}  // namespace shadowsim::measure
