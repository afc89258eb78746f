#include "sim/background/making.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/background/holding.h"
#include "sim/probe/entries.h"
#include "sim/probe/span.h"

namespace shadowsim::background {

using probe::Desk;
using probe::span_of;
using quota::Limit;

namespace {

constexpr double kPlacesMost = 2000;
constexpr double kLinesMost = 200;

void hide_above(Hold& hold, double wanted, double most, std::string_view what) {
  if (wanted > most)
    probe::hide(hold.entry, fmt::format("that is {:.0f} {}, and a background has {:.0f} at most",
                                        wanted, what, most));
}

}  // namespace

double Making::rate(Limit limit) const {
  return wishes.share * quotas.rate(limit).per_second;
}

// A share that comes to a whole number but for what is lost in reckoning is that number.
double Making::count(Limit limit) const {
  constexpr double kNearly = 1e-9;
  const auto all = static_cast<double>(quotas.count(limit));
  return std::max(1.0, std::floor(wishes.share * all + kNearly));
}

std::size_t Making::lines_for(double per_second) const {
  const double of_one = quotas.rate(Limit::kPublishRequestsPerSecondPerConnection).per_second / 2;
  return static_cast<std::size_t>(std::max(1.0, std::ceil(per_second / of_one)));
}

std::string named(std::string_view rest) {
  return fmt::format("{}{}", kName, rest);
}

void want_lines(Hold& hold, std::size_t lines) {
  const auto wanted = static_cast<double>(lines);
  hold.entry.demand.connections = wanted;
  hide_above(hold, wanted, kLinesMost, "connections");
}

void take_rate(Hold& hold, const Making& making, double per_second, std::uint32_t at_once,
               std::shared_ptr<probe::RateLoad> load) {
  hold.entry.steps = [=, length = making.wishes.length](Desk& desk) {
    return hold_rate(
        desk, {.per_second = per_second, .at_once = at_once, .length = length, .load = load});
  };
}

void take_room(Hold& hold, const Making& making, double count, double per_second, Duration clearing,
               std::shared_ptr<probe::TopicPlaces> places) {
  hide_above(hold, count, kPlacesMost, "places");
  hold.entry.steps = [=, length = making.wishes.length](Desk& desk) {
    return hold_room(desk, {.count = static_cast<std::uint64_t>(count),
                            .gap = span_of(1 / per_second),
                            .clearing = clearing,
                            .length = length,
                            .places = places});
  };
}

double paced(double at_once, double per_second) {
  return std::min(at_once, per_second);
}

void need_burst(Hold& hold, const Making& making) {
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  probe::hide_below(hold.entry, kRate, static_cast<double>(making.quotas.burst(kRate)), hold.taken);
}

}  // namespace shadowsim::background
