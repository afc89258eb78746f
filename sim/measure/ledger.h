#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "sim/base/ids.h"
#include "sim/measure/leaf.h"
#include "sim/measure/light_book.h"
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

  // The service accepted the desired update, known since `at`, and it made that version of the
  // shadow (0: not known). What the light has set itself at a later version takes it over.
  void desired_accepted(ChangeId change, TimePoint at, std::uint64_t version = 0);

  // The service or the broker refused it, as is known since `at`. `code` is counted among the rejected
  // messages by the caller.
  void desired_rejected(ChangeId change, TimePoint at);

  // It turned out at `at` that the session never handed it over. What it took over from earlier changes
  // stays taken over.
  void not_sent_after_all(ChangeId change, TimePoint at);

  // The first delta with this change's token reached the light. Proves the desired update accepted,
  // at the delta's version.
  void delta_arrived(ChangeId change, TimePoint at, std::uint64_t version = 0);

  // What the light is going to be: by a delta it took, by a local change, or because it gave up an
  // intention (then: what it is). Told before the report of it is published.
  void light_intends(ShadowOfLight light, std::span<const Leaf> leaves);

  // A report of the light is handed over. What it says of desired (a wall switch that sets desired,
  // too) is a later change of those paths.
  void report_sent(ShadowOfLight light, SentReport report);

  // The service accepted it, which made the shadow's `version`. Answers may overtake one another: a
  // leaf that a later version has set stays as it is. What it says of desired takes over the
  // changes that the service took up before.
  void report_accepted(ShadowOfLight light, std::uint32_t report, std::uint64_t version,
                       TimePoint at);

  // It was refused.
  void report_refused(ShadowOfLight light, std::uint32_t report);

  // Answers to the light's reports will not come any more. What it has reported is not known before
  // shadow_read().
  void answers_lost(ShadowOfLight light);

  // A get showed all that the service holds for the light at that version. Makes up for answers
  // that were lost: a change whose wanted leaves all stand in `desired` is known to be accepted,
  // where its answer may have been missed, or where something else was desired before. Elsewhere
  // the same value may be there since an earlier change, while this one is still on its way.
  // `is_latest`: it is the whole truth, even at a lower version, as the shadow may have been made
  // anew; otherwise later messages have overtaken it.
  void shadow_read(ShadowOfLight light, std::span<const Leaf> desired,
                   std::span<const Leaf> reported, std::uint64_t version, TimePoint at,
                   bool is_latest = true);

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
    std::uint64_t version = 0;                         // that it made; 0: not known
    std::optional<TimePoint> delta = std::nullopt;     // its first one
    bool may_be_unheard = false;  // its answer may have come while nobody listened
  };

  Entry* find(ChangeId change);

  // Takes these paths from the open changes that `is_earlier`.
  template <class IsEarlier>
  void supersede(LightBook& book, std::span<const Leaf> later, TimePoint at, IsEarlier is_earlier);
  void converge_what_can(LightBook& book);
  void record(ChangeId change, const Entry& entry, const LightBook& book, TimePoint converged);
  static Flight flight_of(ChangeId change, const Entry& entry);
  static Flight flight_of_open(ChangeId change, const Entry& entry, const LightBook& book);

  // Counts the open change's outcome, which it has since `at`, and forgets it.
  void end(ChangeId change, std::uint64_t ChangeTally::*outcome, TimePoint at);

  // The same of a change that may have one already, told from outside.
  void end_now(ChangeId change, std::uint64_t ChangeTally::*outcome, TimePoint at);

  // Notes how long the light was out of sync, if it was and is no more.
  void note_sync(LightBook& book);

  Measurements& measurements_;
  std::unordered_map<ChangeId, Entry> open_;
  std::unordered_map<ShadowOfLight, LightBook, HashOfShadow> lights_;
};

}  // namespace shadowsim::measure
