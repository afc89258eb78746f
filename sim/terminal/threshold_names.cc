#include "sim/terminal/threshold_names.h"

#include <fmt/format.h>

#include "sim/admission/counters.h"
#include "sim/admission/quota_uses.h"
#include "sim/measure/metric.h"

namespace shadowsim::terminal {

std::vector<std::string> threshold_names() {
  std::vector<std::string> names = measure::metric_names();
  for (std::size_t i = 0; i < admission::kMetrics; ++i)
    names.push_back(
        fmt::format("refusals.endpoint.{}", name_of(static_cast<admission::Metric>(i))));
  for (const quota::LimitRow& row : quota::limit_rows())
    names.push_back(fmt::format("refusals.causes.{}", row.key));
  for (const quota::Limit limit : admission::watched_limits()) {
    for (const char* const field : {"limit", "allowed", "refused", "peak", "share"})
      names.push_back(fmt::format("refusals.quotas.{}.{}", quota::row_of(limit).key, field));
  }
  for (const char* const packets :
       {"publishes_passed", "publishes_refused", "deliveries_passed", "deliveries_refused"})
    names.push_back(fmt::format("refusals.packets.{}", packets));
  return names;
}

}  // namespace shadowsim::terminal
