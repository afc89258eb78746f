#include "sim/terminal/quota_guard.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/demand/demand.h"
#include "sim/demand/verdict.h"
#include "sim/terminal/endpoint_place.h"
#include "sim/terminal/quota_text.h"

namespace shadowsim::terminal {

Result<QuotaReview> review_quotas(const scenario::Scenario& scenario, std::uint32_t parts,
                                  const std::string& host, const QuotaOptions& options) {
  const auto quotas = choose_quotas(options, host);
  if (quotas.has_error()) return quotas.error();
  const auto demand = demand::demand_of(scenario, parts, quotas->profile);
  const auto judged = demand::judge(demand, quotas->profile, quotas->share);
  QuotaReview review{quota_text(judged, *quotas, demand.is_sampled), {}};
  if (std::ranges::none_of(judged, &demand::Judged::is_beyond)) return review;
  const bool is_meant = !options.file.empty() || options.share;
  if (options.beyond) {
    review.table += "  played all the same, with --beyond-quotas\n";
  } else if (is_local_host(host) && !is_meant) {
    review.table +=
        fmt::format("  played all the same: {} is a local address, no account of AWS\n", host);
  } else {
    review.refusal = refusal_text(judged, *quotas);
  }
  return review;
}

}  // namespace shadowsim::terminal
