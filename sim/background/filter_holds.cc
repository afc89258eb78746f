// The holds of what is subscribed to: UNSUBSCRIBEs and shared groups.

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/background/making.h"
#include "sim/probe/loads.h"

namespace shadowsim::background {

using probe::Desk;
using probe::FilterLoad;
using probe::SubscriptionPlaces;
using quota::Limit;

namespace {

void share(Hold& hold, const Making& making, double count, SubscriptionPlaces::Filter filter) {
  const auto per_line =
      static_cast<std::uint64_t>(making.count(Limit::kSubscriptionsMaxPerConnection));
  const double per_second =
      kAside *
      std::min(
          making.rate(Limit::kSubscriptionsPerSecondPerAccount),
          making.rate(Limit::kSharedSubscriptionSubscribeUnsubscribeRequestsPerSecondPerGroup));
  want_lines(hold, static_cast<std::size_t>(std::ceil(count / static_cast<double>(per_line))));
  hold.subscriptions = count;
  hold.entry.demand.filters = per_second;
  hold.needs.subscribes = {"$share/" + named("-*")};
  take_room(hold, making, count, per_second, Duration::zero(),
            std::make_shared<SubscriptionPlaces>(std::vector{making.wishes.version}, per_line,
                                                 std::move(filter)));
}

}  // namespace

void unsubscribes(Hold& hold, const Making& making) {
  want_lines(hold, 1);
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<FilterLoad>(FilterLoad::Form{
                .versions = {making.wishes.version}, .packet = FilterLoad::Packet::kUnsubscribe}));
}

void requests_of_group(Hold& hold, const Making& making) {
  want_lines(hold, 1);
  hold.entry.demand.filters = hold.taken;
  hold.subscriptions = 1;
  hold.needs.subscribes = {"$share/" + named("-*")};
  take_rate(hold, making, hold.taken, 1,
            std::make_shared<FilterLoad>(
                FilterLoad::Form{.versions = {making.wishes.version}, .is_shared = true}));
}

void members(Hold& hold, const Making& making) {
  share(hold, making, hold.taken, [](const Desk& desk, std::uint64_t number) {
    return fmt::format("$share/{}/{}", desk.name(), number);
  });
}

void groups(Hold& hold, const Making& making) {
  const double left = std::max(1.0, hold.taken - making.groups);
  share(hold, making, left, [](const Desk& desk, std::uint64_t number) {
    return fmt::format("$share/{}-{}/x", desk.name(), number);
  });
}

}  // namespace shadowsim::background
