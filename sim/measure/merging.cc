#include "sim/measure/merging.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::measure {
namespace {

// What has to be the same in all parts.
struct Trait {
  std::string_view name;  // its key in summary.json
  std::function<std::string(const RunResult&)> text;
};

const std::vector<Trait>& traits() {
  static const std::vector<Trait> all{
      {"scenario.name", [](const RunResult& of) { return of.scenario.name; }},
      {"scenario.seed", [](const RunResult& of) { return std::to_string(of.scenario.seed); }},
      {"scenario.lights", [](const RunResult& of) { return std::to_string(of.scenario.lights); }},
      {"scenario.duration_s", [](const RunResult& of) { return to_text(of.scenario.duration); }},
      {"shard.count", [](const RunResult& of) { return std::to_string(of.shard.count); }},
      {"client", [](const RunResult& of) { return of.client; }},
      {"endpoint.uri", [](const RunResult& of) { return of.endpoint.uri; }},
      {"endpoint.mqtt_version", [](const RunResult& of) { return of.endpoint.mqtt_version; }},
      {"endpoint.tls", [](const RunResult& of) { return of.endpoint.tls ? "true" : "false"; }},
      {"thresholds",
       [](const RunResult& of) {
         std::string text;
         for (const JudgedThreshold& threshold : of.thresholds)
           text += (text.empty() ? "" : "; ") + threshold.expression;
         return text;
       }},
  };
  return all;
}

Result<void> check_traits(std::span<const Part> parts) {
  const Part& first = parts.front();
  for (const Part& part : parts) {
    for (const Trait& trait : traits()) {
      const std::string expected = trait.text(first.result);
      const std::string found = trait.text(part.result);
      if (found != expected)
        return usage_error(
            fmt::format("{} and {} do not belong together: {} is '{}' in the first, '{}' in the "
                        "second",
                        first.name, part.name, trait.name, expected, found));
    }
    if (part.result.endpoint.embedded && part.result.shard.count > 1)
      return usage_error(
          fmt::format("{} was played against an embedded endpoint, which no other shard has seen: "
                      "play all shards with the same --endpoint",
                      part.name));
  }
  return {};
}

// The indices that the parts lack. An error where one is there twice, or of another whole.
Result<std::vector<std::uint32_t>> missing_of(std::span<const Part> parts, RunResult::Shard whole) {
  std::map<std::uint32_t, const Part*> by_index;
  const std::uint32_t count = parts.front().result.shard.count;
  for (const Part& part : parts) {
    const std::uint32_t index = part.result.shard.index;
    if (count % whole.count != 0 || index % whole.count != whole.index || index >= count)
      return usage_error(fmt::format("{} is shard {}/{}, which is no part of shard {}/{}",
                                     part.name, index, count, whole.index, whole.count));
    const auto [other, is_new] = by_index.try_emplace(index, &part);
    if (!is_new)
      return usage_error(fmt::format("{} and {} are the same shard, {}/{}", other->second->name,
                                     part.name, index, count));
  }
  std::vector<std::uint32_t> missing;
  for (std::uint32_t index = whole.index; index < count; index += whole.count) {
    if (!by_index.contains(index)) missing.push_back(index);
  }
  return missing;
}

// The fleet is all there when its last part is; a part that never was leaves it so.
void add(FullFleet& to, const FullFleet& more) {
  to.after = to.after && more.after ? std::max(to.after, more.after) : std::nullopt;
  to.again_after = std::max(to.again_after, more.again_after);
}

void add(FinalCheck& to, const FinalCheck& more) {
  to.lights += more.lights;
  to.in_sync += more.in_sync;
  to.divergent += more.divergent;
  to.unreachable += more.unreachable;
}

void add(Latencies& to, const Latencies& more) {
  to.convergence.merge(more.convergence);
  to.convergence_service.merge(more.convergence_service);
  to.delta.merge(more.delta);
  to.round_trip.merge(more.round_trip);
  to.connect.merge(more.connect);
}

// Both count from the earlier start of the two.
void add_flights(RunResult& to, const RunResult& more) {
  const WallTime first = std::min(to.started_at, more.started_at);
  Flights all;
  add(all, to.flights, to.started_at - first);
  add(all, more.flights, more.started_at - first);
  to.flights = std::move(all);
}

// The one that came further: parts that were interrupted have seen less of the same timeline. Settled are all
// when the last part is.
void add(std::vector<Stretch>& to, const std::vector<Stretch>& more) {
  const auto end_of = [](const std::vector<Stretch>& stretches) {
    Duration end{};
    for (const Stretch& stretch : stretches)
      end = std::max(end, stretch.end);
    return end;
  };
  std::vector<Stretch> less = more;
  if (end_of(more) > end_of(to)) std::swap(to, less);
  for (std::size_t i = 0; i < std::min(to.size(), less.size()); ++i) {
    std::optional<Duration>& after = to[i].settled_after;
    after = after && less[i].settled_after ? std::max(after, less[i].settled_after) : std::nullopt;
  }
}

// Shards may have run on other machines, but with the same software: who mixes versions is told those
// of the first part.
void add(Environment& to, const Environment& more) {
  for (const Machine& machine : more.machines) {
    if (std::ranges::find(to.machines, machine) == to.machines.end())
      to.machines.push_back(machine);
  }
}

void add(RunResult& to, const RunResult& more) {
  add_flights(to, more);
  const WallTime end =
      std::max(to.started_at + std::chrono::ceil<std::chrono::milliseconds>(to.elapsed),
               more.started_at + std::chrono::ceil<std::chrono::milliseconds>(more.elapsed));
  to.started_at = std::min(to.started_at, more.started_at);
  to.elapsed = end - to.started_at;
  to.workers += more.workers;
  to.complete = to.complete && more.complete;
  add(to.connections, more.connections);
  add(to.full_fleet, more.full_fleet);
  add(to.subscribed_fleet, more.subscribed_fleet);
  add(to.online_fleet, more.online_fleet);
  add(to.changes, more.changes);
  add(to.messages, more.messages);
  add(to.background, more.background);
  to.refusals_seen.add(more.refusals_seen);
  add(to.latencies, more.latencies);
  add(to.final_check, more.final_check);
  add(to.refusals, more.refusals);
  to.instrument.scheduling_lag.merge(more.instrument.scheduling_lag);
  to.instrument.floor_round_trip.merge(more.instrument.floor_round_trip);
  to.instrument.busiest_thread =
      std::max(to.instrument.busiest_thread, more.instrument.busiest_thread);
  to.resources.endpoint_busiest_thread =
      std::max(to.resources.endpoint_busiest_thread, more.resources.endpoint_busiest_thread);
  to.resources.cpu += more.resources.cpu;
  to.resources.peak_rss_kib += more.resources.peak_rss_kib;
  add(to.resources.memory, more.resources.memory);
  add(to.resources.endpoint_memory, more.resources.endpoint_memory);
  add(to.timeline, more.timeline);
  add(to.environment, more.environment);
}

}  // namespace

void add(ConnectionTally& to, const ConnectionTally& more) {
  to.attempted += more.attempted;
  to.established += more.established;
  to.refused += more.refused;
  to.lost += more.lost;
  to.reconnected += more.reconnected;
  to.peak += more.peak;
}

void add(ChangeTally& to, const ChangeTally& more) {
  to.scheduled += more.scheduled;
  to.converged += more.converged;
  to.superseded += more.superseded;
  to.rejected += more.rejected;
  to.unconverged += more.unconverged;
  to.unsent += more.unsent;
}

void add(MessageTally& to, const MessageTally& more) {
  to.published += more.published;
  to.received += more.received;
  to.deltas += more.deltas;
  to.duplicates += more.duplicates;
  to.stale_deltas += more.stale_deltas;
  to.version_gaps += more.version_gaps;
  for (const auto& [code, count] : more.rejected)
    to.rejected[code] += count;
}

void add(Interval& to, const Interval& row) {
  const Duration end = std::max(to.begin + to.length, row.begin + row.length);
  to.begin = std::min(to.begin, row.begin);
  to.length = end - to.begin;
  to.connected += row.connected;
  to.in_flight += row.in_flight;
  add(to.changes, row.changes);
  to.published += row.published;
  to.received += row.received;
  to.deltas += row.deltas;
  to.rejected += row.rejected;
  to.lost += row.lost;
  to.convergence_p50 = std::max(to.convergence_p50, row.convergence_p50);
  to.convergence_p99 = std::max(to.convergence_p99, row.convergence_p99);
  to.convergence_max = std::max(to.convergence_max, row.convergence_max);
}

std::vector<Interval> merge_intervals(std::span<const std::vector<Interval>> parts) {
  std::size_t length = 0;
  for (const auto& rows : parts)
    length = std::max(length, rows.size());
  std::vector<Interval> merged;
  for (std::size_t second = 0; second < length; ++second) {
    bool is_first = true;
    std::uint64_t still_connected = 0;  // by parts whose rows have ended
    Interval sum;
    for (const auto& rows : parts) {
      if (second >= rows.size()) {
        if (!rows.empty()) still_connected += rows.back().connected;
      } else if (is_first) {
        sum = rows[second];
        is_first = false;
      } else {
        add(sum, rows[second]);
      }
    }
    sum.connected += still_connected;
    merged.push_back(sum);
  }
  return merged;
}

Result<Merged> merge(std::span<const Part> parts, RunResult::Shard whole) {
  SHADOWSIM_CHECK(!parts.empty(), "there is nothing to merge");
  if (const auto fits = check_traits(parts); fits.has_error()) return fits.error();
  auto missing = missing_of(parts, whole);
  if (missing.has_error()) return missing.error();
  Merged merged{.result = parts.front().result, .missing = *std::move(missing)};
  std::vector<std::vector<Interval>> intervals{parts.front().result.intervals};
  for (const Part& part : parts.subspan(1)) {
    add(merged.result, part.result);
    intervals.push_back(part.result.intervals);
  }
  merged.result.intervals = merge_intervals(intervals);
  merged.result.shard = whole;
  merged.result.complete = merged.result.complete && merged.missing.empty();
  merged.result.passed = false;
  return merged;
}

}  // namespace shadowsim::measure
