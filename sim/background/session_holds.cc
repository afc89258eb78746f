// The holds of messages that are stored, and of requests that are open.

#include <algorithm>
#include <memory>
#include <string>

#include "sim/background/bursts.h"
#include "sim/background/holding.h"
#include "sim/background/making.h"
#include "sim/probe/entries.h"

namespace shadowsim::background {

using probe::Desk;
using quota::Limit;

void storing(Hold& hold, const Making& making) {
  const StoringHold task{
      .version = making.wishes.version,
      .per_second = hold.taken,
      .lines = making.lines_for(hold.taken),
      .drain = making.quotas.rate(Limit::kQueuedMessagesDrainPerSecondPerSession).per_second,
      .length = making.wishes.length};
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  probe::hide_below(hold.entry, kRate, making.quotas.rate(kRate).per_second, task.drain);
  want_lines(hold, 1 + task.lines);
  hold.subscriptions = 1;
  hold.entry.demand.publishes_in = hold.taken;
  hold.entry.demand.publishes_out = 2 * task.drain;
  hold.needs.publishes = hold.needs.receives = hold.needs.subscribes = {named("-*")};
  hold.entry.steps = [task](Desk& desk) { return hold_storing(desk, task); };
}

void open_requests(Hold& hold, const Making& making) {
  const auto at_once = static_cast<std::uint32_t>(hold.taken);
  constexpr auto kRate = Limit::kPublishRequestsPerSecondPerConnection;
  need_burst(hold, making);
  const auto updates =
      static_cast<double>(making.quotas.count(Limit::kInboundPublishMaxCountPerShadowUpdate));
  want_lines(hold, 1);
  hold.entry.demand.publishes_in = updates * hold.taken;
  hold.entry.demand.publishes_out = hold.entry.demand.shadow_requests = hold.taken;
  hold.subscriptions = 2;
  const std::string shadows = "$aws/things/" + named("-*/shadow/name/");
  hold.needs.publishes = {shadows + "*/update"};
  for (const char* const answer : {"accepted", "rejected"}) {
    hold.needs.receives.push_back(shadows + "*/update/" + answer);
    hold.needs.subscribes.push_back(shadows + "+/update/" + answer);
  }
  // A quota of shadows may be their thing's.
  const double per_second =
      std::min(making.rate(kRate), making.rate(Limit::kShadowRequestsPerSecondPerShadow));
  take_rate(hold, making, paced(hold.taken, per_second), at_once,
            std::make_shared<OpenRequestsLoad>(making.wishes.version, at_once));
}

}  // namespace shadowsim::background
