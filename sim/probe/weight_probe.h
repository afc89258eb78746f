#pragma once

#include "sim/probe/rate_probe.h"

namespace shadowsim::probe {

struct WeightTask {
  RateTask rate;          // of the requests, as it should be with that weight
  double per_second = 0;  // of the quota that they are counted against
};

// As how many a request counts against a rate: as many as make of the rate at which such requests are accepted
// the quota's own.
Sequence<Finding> find_weight(Desk& desk, WeightTask task);

}  // namespace shadowsim::probe
