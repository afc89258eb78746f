#include "sim/probe/weight_probe.h"

#include <cmath>

namespace shadowsim::probe {

Sequence<Finding> find_weight(Desk& desk, WeightTask task) {
  Finding finding = co_await find_rate(desk, task.rate);
  finding.tried_up_to = task.per_second / task.rate.offered;
  if (!finding.found) co_return finding;
  constexpr double kTenths = 10;
  const double weight = task.per_second / *finding.found;
  finding.found = finding.verdict == Verdict::kHolds ? task.per_second / task.rate.configured
                                                     : std::round(weight * kTenths) / kTenths;
  co_return finding;
}

}  // namespace shadowsim::probe
