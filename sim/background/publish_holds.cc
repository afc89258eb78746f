// The holds of what is published: unacknowledged, to rules, retained.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <vector>

#include "sim/background/bursts.h"
#include "sim/background/making.h"
#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/span.h"

namespace shadowsim::background {

using probe::PublishLoad;
using probe::RetainedPlaces;
using probe::span_of;
using quota::Limit;

namespace {

// On as many topics in turn as leave each below half of its quota, not on ever new ones: brokers may remember a topic
// for ever.
std::uint32_t topics_for(const Making& making, double per_second) {
  const double of_one =
      making.quotas.rate(Limit::kRetainedPublishRequestsPerSecondPerTopic).per_second / 2;
  return static_cast<std::uint32_t>(std::max(1.0, std::ceil(per_second / of_one)));
}

void retain(Hold& hold, const Making& making, double per_second, PublishLoad::Topics topics) {
  const std::size_t lines = making.lines_for(per_second);
  want_lines(hold, lines);
  hold.entry.demand.publishes_in = hold.entry.demand.retained = per_second;
  hold.needs.publishes = hold.needs.retains = {named("-*")};
  take_rate(hold, making, per_second, 1,
            std::make_shared<PublishLoad>(
                PublishLoad::Form{.versions = {making.wishes.version},
                                  .lines = lines,
                                  .retain = true,
                                  .topics = topics,
                                  .topics_most = topics_for(making, per_second)}));
}

}  // namespace

void inbound_unacknowledged(Hold& hold, const Making& making) {
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  need_burst(hold, making);
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = hold.taken;
  hold.needs.publishes = {named("-*")};
  take_rate(hold, making, paced(hold.taken, making.rate(kRate)),
            static_cast<std::uint32_t>(hold.taken),
            std::make_shared<PublishLoad>(PublishLoad::Form{.versions = {making.wishes.version}}));
}

void outbound_unacknowledged(Hold& hold, const Making& making) {
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  const auto at_once = static_cast<std::uint32_t>(hold.taken);
  need_burst(hold, making);
  want_lines(hold, 2);
  hold.entry.demand.publishes_in = hold.entry.demand.publishes_out = hold.taken;
  hold.subscriptions = 1;
  hold.needs.publishes = hold.needs.receives = hold.needs.subscribes = {named("-*")};
  take_rate(hold, making, paced(hold.taken, making.rate(kRate)), at_once,
            std::make_shared<UnacknowledgedLoad>(making.wishes.version, at_once));
}

void basic_ingest(Hold& hold, const Making& making) {
  const std::size_t lines = making.lines_for(hold.taken);
  want_lines(hold, lines);
  hold.entry.demand.publishes_in = hold.taken;
  hold.needs.publishes = {"$aws/rules/probe/" + named("-*")};
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<PublishLoad>(PublishLoad::Form{.versions = {making.wishes.version},
                                                            .lines = lines,
                                                            .topics = PublishLoad::Topics::kRule}));
}

void retained_of_topic(Hold& hold, const Making& making) {
  retain(hold, making, hold.taken, PublishLoad::Topics::kOne);
}

void retained_room(Hold& hold, const Making& making) {
  const double per_second =
      kAside * making.rate(Limit::kRetainedPublishRequestsPerSecondPerAccount);
  const Duration gap = span_of(1 / per_second);
  const auto steps = static_cast<std::int64_t>(hold.taken) + 2;
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = hold.entry.demand.retained = per_second;
  hold.needs.publishes = hold.needs.retains = {named("-*")};
  take_room(hold, making, hold.taken, per_second, steps * gap,
            std::make_shared<RetainedPlaces>(std::vector{making.wishes.version}, gap));
}

void retained_of_account(Hold& hold, const Making& making) {
  const double rest = hold.taken - making.retained;
  if (rest <= 0) probe::hide(hold.entry, "the other quotas of retained messages take all of it");
  retain(hold, making, std::max(rest, 1e-3), PublishLoad::Topics::kMany);
}

}  // namespace shadowsim::background
