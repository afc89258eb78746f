#include "sim/probe/entries.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

std::string_view unit_of(const quota::LimitRow& row) {
  if (row.unit == quota::Unit::kTime) return "s";
  const bool is_rate = row.unit == quota::Unit::kRate;
  if (row.key.find("bytes") == std::string_view::npos) return is_rate ? "/s" : "";
  return is_rate ? "B/s" : "B";
}

}  // namespace

using quota::Limit;

std::uint64_t Entries::up_to(std::uint64_t configured) const {
  const double wished = std::ceil(static_cast<double>(configured) * wishes_.up_to);
  return std::max(configured + 1, static_cast<std::uint64_t>(wished));
}

double Entries::offered(Limit limit) const {
  constexpr double kCloser = 40;
  const double times = burst(limit) < 2 ? std::max(kCloser, wishes_.up_to) : wishes_.up_to;
  return rate(limit) * times;
}

double Entries::easy_for_connection() const {
  constexpr double kEasy = 0.4;
  return kEasy * rate(Limit::kPublishRequestsPerSecondPerConnection);
}

std::size_t Entries::lines_for(double per_second) const {
  return static_cast<std::size_t>(std::ceil(per_second / easy_for_connection()));
}

Entry& Entries::add(std::string id, Limit limit, std::string title, std::string version) {
  const quota::LimitRow& row = quota::row_of(limit);
  Subject subject{.id = std::move(id),
                  .quota = std::string{row.key},
                  .title = std::move(title),
                  .version = std::move(version),
                  .unit = std::string{unit_of(row)},
                  .configured = quotas_.value(limit)};
  return all_.emplace_back(Entry{.subject = std::move(subject), .demand = {}, .steps = {}});
}

Entry& Entries::add(std::string id, Limit limit, std::string title, packet::Version version) {
  return add(std::move(id), limit, std::move(title),
             std::string{version == packet::Version::kMqtt5 ? "5" : "3.1.1"});
}

void Entries::find_rate_of(Entry& entry, Limit limit, std::shared_ptr<RateLoad> load) const {
  const RateTask task{.configured = rate(limit),
                      .burst = burst(limit),
                      .offered = offered(limit),
                      .window = wishes_.window,
                      .load = std::move(load)};
  entry.steps = [task](Desk& desk) { return find_rate(desk, task); };
}

void Entries::find_size_of(Entry& entry, SizeTask task) const {
  if (task.configured == 0)
    task.configured = static_cast<std::uint64_t>(std::llround(entry.subject.configured));
  if (task.is_downwards) {
    task.least = 2 * task.configured;
    task.up_to = 1;
  } else {
    if (task.up_to == 0) task.up_to = up_to(task.configured);
    task.least = std::min(task.least, task.configured);
  }
  if (task.patience == Duration::zero()) task.patience = kPatience;
  entry.steps = [task](Desk& desk) { return find_size(desk, task); };
}

void Entries::find_room_of(Entry& entry, RoomTask task) const {
  if (task.configured == 0)
    task.configured = static_cast<std::uint64_t>(std::llround(entry.subject.configured));
  if (task.up_to == 0) task.up_to = up_to(task.configured);
  entry.steps = [task](Desk& desk) { return find_room(desk, task); };
}

void Entries::find_told_of(Entry& entry, ToldTask task) const {
  task.configured = entry.subject.configured;
  entry.steps = [task](Desk& desk) { return find_told(desk, task); };
}

void want_connections(Entry& entry, const Entries& entries, std::size_t lines) {
  const auto wanted = static_cast<double>(lines);
  entry.demand.connections = wanted;
  hide_below(entry, Limit::kConcurrentConnectionsPerAccount,
             static_cast<double>(entries.count(Limit::kConcurrentConnectionsPerAccount)), wanted);
}

void hide(Entry& entry, std::string why) {
  if (entry.hidden_by.empty()) entry.hidden_by = std::move(why);
}

void hide_below(Entry& entry, Limit other, double allowed, double needed) {
  if (allowed < needed) hide(entry, fmt::format("{} refuses first", quota::row_of(other).key));
}

void hide_beyond(Entry& entry, double needed, double reach) {
  hide_beyond(entry, needed, reach, entry.subject.unit);
}

void hide_beyond(Entry& entry, double needed, double reach, std::string_view unit) {
  if (needed > reach)
    hide(entry,
         fmt::format("it would take {:.0f}{}, the probe goes up to {:.0f}", needed, unit, reach));
}

std::vector<packet::Version> both_versions() {
  return {packet::Version::kMqtt5, packet::Version::kMqtt311};
}

}  // namespace shadowsim::probe
