#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sim/background/holds.h"
#include "sim/probe/places.h"
#include "sim/probe/rate_probe.h"

// Holds in the making: what the parts of holds_of() share. publish_holds.cc, filter_holds.cc and session_holds.cc make
// them.
namespace shadowsim::background {

// What is known by then of a hold and of the others.
struct Making {
  const quota::QuotaProfile& quotas;
  const Wishes& wishes;
  double retained = 0;  // publishes a second of other holds
  double groups = 0;    // of other holds

  // The share of that rate, or of that count: at least one.
  double rate(quota::Limit limit) const;
  double count(quota::Limit limit) const;

  // How many connections such a load wants, each at half of what it may at most.
  std::size_t lines_for(double per_second) const;
};

// Of a rate that others than its own hold need, too: what each of them takes at most.
inline constexpr double kAside = 0.1;

// Client IDs and topics, as a policy names them: what all begin with, and the rest.
std::string named(std::string_view rest);

// It has so many connections, which may be more than a background has.
void want_lines(Hold& hold, std::size_t lines);

// It takes requests of that load at that rate, so many at once.
void take_rate(Hold& hold, const Making& making, double per_second, std::uint32_t at_once,
               std::shared_ptr<probe::RateLoad> load);

// It takes so many of these places, and asks for one so many times a second; see RoomHold.
void take_room(Hold& hold, const Making& making, double count, double per_second, Duration clearing,
               std::shared_ptr<probe::TopicPlaces> places);

// So many at a time, as often as `per_second` of them allows, but not more often than each second.
double paced(double at_once, double per_second);

// Not more at once than a connection may publish.
void need_burst(Hold& hold, const Making& making);

// What makes each: from its limit and what it takes of it to the rest.
void inbound_unacknowledged(Hold& hold, const Making& making);
void outbound_unacknowledged(Hold& hold, const Making& making);
void basic_ingest(Hold& hold, const Making& making);
void retained_of_topic(Hold& hold, const Making& making);
void retained_room(Hold& hold, const Making& making);
void retained_of_account(Hold& hold, const Making& making);  // what others leave of it
void unsubscribes(Hold& hold, const Making& making);
void requests_of_group(Hold& hold, const Making& making);
void members(Hold& hold, const Making& making);
void groups(Hold& hold, const Making& making);  // what others leave of them
void storing(Hold& hold, const Making& making);
void open_requests(Hold& hold, const Making& making);

}  // namespace shadowsim::background
