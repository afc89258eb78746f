#include "sim/runtime/gateway_side.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/admission/quota_uses.h"

namespace shadowsim::runtime {

using admission::Metric;

measure::EndpointRefusals refusals_of(const admission::FrontDoor& door) {
  const admission::Counters& counters = door.counters();
  measure::EndpointRefusals told;
  for (std::size_t i = 0; i < admission::kMetrics; ++i) {
    const auto metric = static_cast<Metric>(i);
    told.metrics.emplace(name_of(metric), counters.of(metric));
  }
  told.causes = counters.refusals();
  told.packets = {.publishes_passed = counters.of(Metric::kPublishInSuccess),
                  .publishes_refused = counters.refused_publishes(),
                  .deliveries_passed = counters.of(Metric::kPublishOutSuccess),
                  .deliveries_refused = counters.refused_deliveries()};
  if (door.account() == nullptr) return told;
  const quota::QuotaProfile& quotas = door.account()->quotas();
  for (const quota::Limit limit : admission::watched_limits()) {
    const quota::LimitRow& row = quota::row_of(limit);
    const std::string key{row.key};
    const auto& use = door.account()->uses().of(limit);
    const auto refused = told.causes.find(key);
    told.quotas[key] = {.limit = quotas.value(limit),
                        .allowed = use.allowed,
                        .refused = refused == told.causes.end() ? 0 : refused->second,
                        .peak = use.peak,
                        .burst = row.unit == quota::Unit::kRate ? quotas.burst(limit) : 0};
  }
  return told;
}

Result<void> add_gateway_side(measure::RunResult& result, GatewayThread& gateway) {
  auto report = gateway.stop();
  if (report.has_error()) return report.error();
  result.refusals.endpoint = std::move(report->refusals);
  result.resources.cpu -= std::min(result.resources.cpu, report->cpu);
  return {};
}

Error with_refusals(Error error, const measure::EndpointRefusals& refusals) {
  const auto& causes = refusals.causes;
  const auto most =
      std::ranges::max_element(causes, {}, [](const auto& cause) { return cause.second; });
  if (most == causes.end()) return error;
  error.message += fmt::format("; the endpoint has refused {} times, most often for {}",
                               refusals.total(), most->first);
  return error;
}

}  // namespace shadowsim::runtime
