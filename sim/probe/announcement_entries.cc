// The probes of what MQTT 5 is told: M6 and M7.

#include <algorithm>
#include <cstdint>

#include "sim/probe/entries.h"

namespace shadowsim::probe {
namespace {

using packet::PropertyId;
using packet::Version;
using quota::Limit;

// What the CONNACK says, and what holds where it does not. Source: MQTT 5.0, section 3.2.2.3.
struct Announcement {
  Limit limit;
  PropertyId property;
  std::uint32_t unless_told;
  const char* title;
};
constexpr Announcement kAnnouncements[] = {
    {Limit::kReceiveMaximumAnnounced, PropertyId::kReceiveMaximum, 65535, "receive maximum"},
    {Limit::kMaximumQosAnnounced, PropertyId::kMaximumQos, 2, "maximum QoS"},
    {Limit::kRetainAvailableAnnounced, PropertyId::kRetainAvailable, 1, "retain available"},
    {Limit::kWildcardSubscriptionAvailableAnnounced, PropertyId::kWildcardSubscriptionAvailable, 1,
     "wildcards available"},
    {Limit::kSubscriptionIdentifierAvailableAnnounced, PropertyId::kSubscriptionIdentifierAvailable,
     1, "identifiers available"},
};

void add_announcement(Entries& entries, const Announcement& one) {
  Entry& entry = entries.add("M7", one.limit, one.title, Version::kMqtt5);
  entry.demand.connections = 1;
  entries.find_told_of(
      entry, {.ask = [property = one.property, unless_told = one.unless_told](Desk& desk) {
        const Greeting greeting{.client_id = desk.name() + "-announced"};
        return told_by_connack(desk, greeting, property, unless_told);
      }});
}

void add_expiry(Entries& entries, Limit limit, const char* title, double configured,
                std::uint32_t asked) {
  Entry& entry = entries.add("M6", limit, title, Version::kMqtt5);
  entry.subject.configured = configured;
  entry.demand = {.connections = 1, .publishes_in = 1, .publishes_out = 1, .filters = 1};
  if (configured == asked) hide(entry, "it is what would be asked for in its place");
  // What is told is what is left of it, in whole seconds.
  entries.find_told_of(entry, {.ask = [asked](Desk& desk) { return told_by_delivery(desk, asked); },
                               .tolerance = 1,
                               .asked = asked});
}

void add_expiries(Entries& entries) {
  const auto configured = [&](Limit limit) { return entries.quotas().value(limit); };
  const double least = std::max(configured(Limit::kMessageExpiryMinSeconds), 1.0);
  const double most = std::max(configured(Limit::kMessageExpiryMaxSeconds), least);
  const double zero = std::clamp(configured(Limit::kMessageExpiryZeroMeansSeconds), least, most);
  add_expiry(entries, Limit::kMessageExpiryMinSeconds, "message lives, least", least, 1);
  add_expiry(entries, Limit::kMessageExpiryZeroMeansSeconds, "message lives, for 0", zero, 0);
  add_expiry(entries, Limit::kMessageExpiryMaxSeconds, "message lives, most", most, UINT32_MAX);
}

}  // namespace

void add_announcements(Entries& entries) {
  add_expiries(entries);
  for (const Announcement& one : kAnnouncements)
    add_announcement(entries, one);
}

}  // namespace shadowsim::probe
