#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/packet/packet.h"
#include "sim/probe/catalogue.h"
#include "sim/probe/rate_probe.h"
#include "sim/probe/room_probe.h"
#include "sim/probe/size_probe.h"
#include "sim/probe/told_probe.h"

namespace shadowsim::probe {

// The catalogue in the making: what its parts share.
class Entries {
 public:
  // Borrows both.
  Entries(const quota::QuotaProfile& quotas, const Wishes& wishes)
      : quotas_{quotas}, wishes_{wishes} {}

  const quota::QuotaProfile& quotas() const { return quotas_; }
  const Wishes& wishes() const { return wishes_; }
  double rate(quota::Limit limit) const { return quotas_.rate(limit).per_second; }
  std::uint64_t count(quota::Limit limit) const { return quotas_.count(limit); }
  double burst(quota::Limit limit) const { return static_cast<double>(quotas_.burst(limit)); }

  // How far a search for a count goes: at least one above what is configured.
  std::uint64_t up_to(std::uint64_t configured) const;

  // What is offered to find a rate. A bucket of one token loses the time to the next request, so there they
  // come closer.
  double offered(quota::Limit limit) const;

  // What a connection is loaded with where the quota of something else is looked for.
  double easy_for_connection() const;

  // How many connections such a load wants.
  std::size_t lines_for(double per_second) const;

  // Adds an entry; the subject's key, unit and configured value are the limit's. The reference holds until the
  // next is added.
  Entry& add(std::string id, quota::Limit limit, std::string title, std::string version);
  Entry& add(std::string id, quota::Limit limit, std::string title, packet::Version version);

  // Makes it one that finds that limit's rate by that load.
  void find_rate_of(Entry& entry, quota::Limit limit, std::shared_ptr<RateLoad> load) const;

  // Makes it one that finds a size; `task` wants configured, up_to and patience only where they are not 0.
  void find_size_of(Entry& entry, SizeTask task) const;

  // Makes it one that finds how many of its places there are; `task` wants configured and up_to only where they are
  // not 0.
  void find_room_of(Entry& entry, RoomTask task) const;

  // Makes it one that reads what is told; `task` wants no configured.
  void find_told_of(Entry& entry, ToldTask task) const;

  std::vector<Entry> take() { return std::move(all_); }

 private:
  const quota::QuotaProfile& quotas_;
  const Wishes& wishes_;
  std::vector<Entry> all_;
};

// It wants so many connections at a time, which the account may not have.
void want_connections(Entry& entry, const Entries& entries, std::size_t lines);

// It cannot be found out, for that reason; the first one counts.
void hide(Entry& entry, std::string why);

// The same where another quota allows less than is needed, or this machine does not go as far; in the limit's
// unit.
void hide_below(Entry& entry, quota::Limit other, double allowed, double needed);
void hide_beyond(Entry& entry, double needed, double reach);
void hide_beyond(Entry& entry, double needed, double reach, std::string_view unit);

// MQTT 5 and 3.1.1, in turn.
std::vector<packet::Version> both_versions();

// The parts of the catalogue.
void add_connecting(Entries& entries);
void add_publish_rates(Entries& entries);
void add_publish_forms(Entries& entries);
void add_properties(Entries& entries);
void add_deliveries(Entries& entries);
void add_subscribing(Entries& entries);
void add_shared_groups(Entries& entries);
void add_retained(Entries& entries);
void add_sessions(Entries& entries);
void add_announcements(Entries& entries);
void add_shadow(Entries& entries);

}  // namespace shadowsim::probe
