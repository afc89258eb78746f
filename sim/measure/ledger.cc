#include "sim/measure/ledger.h"

#include <algorithm>
#include <utility>

namespace shadowsim::measure {

Ledger::Ledger(Measurements& measurements) : measurements_{measurements} {}

void Ledger::unsent(ChangeId change) {
  SHADOWSIM_CHECK(!open_.contains(change), "change={}", change.value);
  ++measurements_.changes.scheduled;
  ++measurements_.changes.unsent;
}

void Ledger::sent(const SentChange& change) {
  SHADOWSIM_CHECK(!change.wanted.empty(), "change={}", change.id.value);
  SHADOWSIM_CHECK(change.sent >= change.planned, "change={} sent {} ns before its time",
                  change.id.value, (change.planned - change.sent).count());
  ++measurements_.changes.scheduled;
  LightBook& book = lights_[change.light];
  if (book.open.empty()) book.out_of_sync_since = change.planned;
  supersede(book, change.wanted, change.sent, [](const Entry&) { return true; });
  Entry entry{.light = change.light,
              .planned = change.planned,
              .sent = change.sent,
              .wanted = change.wanted,
              .measured = change.measured,
              .may_be_unheard = !book.is_in_touch};
  const bool is_new = open_.emplace(change.id, std::move(entry)).second;
  SHADOWSIM_CHECK(is_new, "change={}", change.id.value);
  book.open.push_back(change.id);
}

void Ledger::desired_accepted(ChangeId change, TimePoint at, std::uint64_t version) {
  Entry* const entry = find(change);
  if (entry == nullptr || (entry->accepted && entry->version >= version)) return;
  entry->version = std::max(entry->version, version);
  if (!entry->accepted) entry->accepted = at;
  LightBook& book = lights_[entry->light];
  std::vector<Leaf> later;
  for (const VersionedLeaf& known : book.desired) {
    const bool differs =
        std::find(entry->wanted.begin(), entry->wanted.end(), known.leaf) == entry->wanted.end();
    if (version != 0 && known.version > version && differs) later.push_back(known.leaf);
  }
  if (version != 0) {
    for (const Leaf& leaf : entry->wanted)
      put_newer(book.desired, leaf, version);
  }
  // An app's updates come in the order in which it sent them.
  std::erase_if(book.unheard, [&](const Leaf& leaf) { return overlaps_any(leaf, entry->wanted); });
  supersede(book, later, at, [entry](const Entry& open) { return &open == entry; });
  note_sync(book);
}

void Ledger::desired_rejected(ChangeId change, TimePoint at) {
  end_now(change, &ChangeTally::rejected, at);
}

void Ledger::not_sent_after_all(ChangeId change, TimePoint at) {
  end_now(change, &ChangeTally::unsent, at);
}

void Ledger::end_now(ChangeId change, std::uint64_t ChangeTally::*outcome, TimePoint at) {
  const Entry* const entry = find(change);
  if (entry == nullptr) return;
  LightBook& book = lights_[entry->light];
  end(change, outcome, at);
  note_sync(book);
}

void Ledger::delta_arrived(ChangeId change, TimePoint at, std::uint64_t version) {
  Entry* const entry = find(change);
  if (entry == nullptr || entry->delta) return;
  entry->delta = at;
  if (entry->measured) measurements_.latencies.delta.record(at - entry->sent);
  desired_accepted(change, at, version);
}

void Ledger::light_intends(ShadowOfLight light, std::span<const Leaf> leaves) {
  LightBook& book = lights_[light];
  put(book.intended, leaves);
  converge_what_can(book);
  note_sync(book);
}

void Ledger::report_sent(ShadowOfLight light, SentReport report) {
  LightBook& book = lights_[light];
  const TimePoint at = report.at;
  book.report_sent = at;
  book.under_way.push_back(std::move(report));
  if (const auto& set = book.under_way.back().desired; !set.empty())
    supersede(book, set, at, [](const Entry&) { return true; });
  note_sync(book);
}

void Ledger::report_accepted(ShadowOfLight light, std::uint32_t report, std::uint64_t version,
                             TimePoint at) {
  LightBook& book = lights_[light];
  const auto sent = book.take(report);
  if (!sent) return;
  for (const Leaf& leaf : sent->desired)
    put_newer(book.desired, leaf, version);
  if (!sent->desired.empty()) {
    supersede(book, sent->desired, at,
              [version](const Entry& open) { return open.version != 0 && open.version < version; });
  }
  book.note_reported(sent->reported, version, at, sent->at);
  converge_what_can(book);
  note_sync(book);
}

void Ledger::report_refused(ShadowOfLight light, std::uint32_t report) {
  LightBook& book = lights_[light];
  if (book.take(report)) converge_what_can(book);
  note_sync(book);
}

void Ledger::answers_lost(ShadowOfLight light) {
  LightBook& book = lights_[light];
  book.under_way.clear();
  book.reported.clear();
  book.is_in_touch = false;
  for (const ChangeId change : book.open)
    open_.at(change).may_be_unheard = true;
}

void Ledger::shadow_read(ShadowOfLight light, std::span<const Leaf> desired,
                         std::span<const Leaf> reported, std::uint64_t version, TimePoint at,
                         bool is_latest) {
  LightBook& book = lights_[light];
  for (const ChangeId change : book.open) {
    Entry& entry = open_.at(change);
    const bool may_be_unheard = is_latest && entry.may_be_unheard;
    const bool stands =
        std::all_of(entry.wanted.begin(), entry.wanted.end(), [&](const Leaf& wanted) {
          return std::find(desired.begin(), desired.end(), wanted) != desired.end() &&
                 (may_be_unheard || book.is_new_wish(wanted, version));
        });
    if (stands && !entry.accepted) entry.accepted = at;
    if (is_latest) entry.may_be_unheard = false;
  }
  if (is_latest) {
    book.is_in_touch = true;
    book.reported.clear();
    book.desired.clear();
    for (const Leaf& leaf : desired)
      book.desired.push_back({leaf, version});
  }
  book.note_reported(reported, version, at, std::nullopt);
  converge_what_can(book);
  note_sync(book);
}

void Ledger::close() {
  measurements_.changes.unconverged += open_.size();
  for (const auto& [change, entry] : open_)
    measurements_.flights.unconverged(flight_of_open(change, entry, lights_[entry.light]));
  for (const auto& [light, book] : lights_)
    if (!book.open.empty()) measurements_.settling.stays_out(book.out_of_sync_since);
  open_.clear();
  lights_.clear();
}

Ledger::Entry* Ledger::find(ChangeId change) {
  const auto found = open_.find(change);
  return found == open_.end() ? nullptr : &found->second;
}

template <class IsEarlier>
void Ledger::supersede(LightBook& book, std::span<const Leaf> later, TimePoint at,
                       IsEarlier is_earlier) {
  for (std::size_t i = book.open.size(); i-- > 0;) {  // backwards: end() takes its change out
    const ChangeId change = book.open[i];
    Entry& entry = open_.at(change);
    if (!is_earlier(entry)) continue;
    std::vector<Leaf>& wanted = entry.wanted;
    if (!entry.accepted) book.note_unheard(wanted, later);
    std::erase_if(wanted, [&](const Leaf& leaf) { return overlaps_any(leaf, later); });
    if (wanted.empty()) end(change, &ChangeTally::superseded, at);
  }
  converge_what_can(book);  // what is left of a change may be reported already
}

void Ledger::converge_what_can(LightBook& book) {
  for (std::size_t i = book.open.size(); i-- > 0;) {  // backwards: end() takes its change out
    const ChangeId change = book.open[i];
    const Entry& entry = open_.at(change);
    const bool converged =
        entry.accepted && std::all_of(entry.wanted.begin(), entry.wanted.end(),
                                      [&](const Leaf& wanted) { return book.is_settled(wanted); });
    if (!converged) continue;
    const TimePoint since = std::max(*entry.accepted, book.reported_at);
    record(change, entry, book, since);
    end(change, &ChangeTally::converged, since);
  }
}

void Ledger::record(ChangeId change, const Entry& entry, const LightBook& book,
                    TimePoint converged) {
  if (!entry.measured) return;
  measurements_.latencies.convergence.record(converged - entry.planned);
  measurements_.latencies.convergence_service.record(converged - entry.sent);
  measurements_.interval_convergence.record(converged - entry.planned);
  if (!measurements_.flights.wants(converged - entry.planned)) return;
  Flight flight = flight_of(change, entry);
  flight.converged = converged - entry.planned;
  if (book.reported_at >= entry.sent) {  // earlier ones are not of this change
    flight.report_accepted = book.reported_at - entry.planned;
    flight.reported_version = book.reported_version;
    if (book.reported_since) flight.reported = *book.reported_since - entry.planned;
  }
  measurements_.flights.converged(std::move(flight));
}

// What is known of a change before the light's report of it.
Flight Ledger::flight_of(ChangeId change, const Entry& entry) {
  const auto since = [&](const std::optional<TimePoint>& at) {
    return at ? std::optional{*at - entry.planned} : std::nullopt;
  };
  return {.change = change,
          .light = entry.light,
          .planned = entry.planned.time_since_epoch(),
          .sent = entry.sent - entry.planned,
          .accepted = since(entry.accepted),
          .delta = since(entry.delta),
          .version = entry.version};
}

// As far as the change has come. The light's last report after its delta may have been of it.
Flight Ledger::flight_of_open(ChangeId change, const Entry& entry, const LightBook& book) {
  Flight flight = flight_of(change, entry);
  if (entry.delta && book.report_sent && *book.report_sent >= *entry.delta)
    flight.reported = *book.report_sent - entry.planned;
  return flight;
}

void Ledger::end(ChangeId change, std::uint64_t ChangeTally::*outcome, TimePoint at) {
  ++(measurements_.changes.*outcome);
  const auto found = open_.find(change);
  LightBook& book = lights_[found->second.light];
  std::erase(book.open, change);
  book.last_ended = std::max(book.last_ended, at);
  open_.erase(found);
}

void Ledger::note_sync(LightBook& book) {
  if (!book.open.empty() || book.last_ended == TimePoint{}) return;
  measurements_.settling.was_out(book.out_of_sync_since, book.last_ended);
  book.last_ended = {};
}

}  // namespace shadowsim::measure
