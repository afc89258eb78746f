#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/probe/desk.h"
#include "sim/probe/finding.h"
#include "sim/probe/reply.h"
#include "sim/probe/sequence.h"

namespace shadowsim::probe {

// Requests of one kind, each with a number, and the answers to them.
class RateLoad {
 public:
  RateLoad() = default;
  RateLoad(const RateLoad&) = delete;
  RateLoad& operator=(const RateLoad&) = delete;
  virtual ~RateLoad() = default;

  // Whether all that it needs stands now: connections, subscriptions. May be asked again after an end.
  virtual Sequence<bool> prepare(Desk& desk) = 0;

  // Sends one request. Numbers come in order, from 1.
  virtual void send(Desk& desk, std::uint32_t number) = 0;

  // The number of the request that this answers, which is done with then; none where it answers none.
  virtual std::optional<std::uint32_t> take(Desk& desk, const Reply& reply) = 0;
};

struct RateTask {
  double configured = 0;  // per second, above 0
  double burst = 1;       // what the bucket holds
  double offered = 0;     // per second, above what is configured
  Duration window{};      // above 0
  std::shared_ptr<RateLoad> load;
};

// Offers more than is configured, all the time: first until the burst is used up and a second has passed, then
// for the window, in which it counts what is accepted. Then it sends now and then until one is accepted again.
// Source: account-quotas.md, section 5.
Sequence<Finding> find_rate(Desk& desk, RateTask task);

}  // namespace shadowsim::probe
