#include "sim/light/reports_in_flight.h"

#include <algorithm>
#include <utility>

namespace shadowsim::light {

std::optional<ReportsInFlight::Sent> ReportsInFlight::take(std::string_view client_token) {
  const auto found = std::ranges::find(sent_, client_token, &Sent::client_token);
  if (found == sent_.end()) return std::nullopt;
  Sent report = std::move(*found);
  sent_.erase(found);
  return report;
}

shadow::Section ReportsInFlight::missing_from(const shadow::Section& state) const {
  if (sent_.empty()) return state;
  shadow::Section under_way;
  for (const auto& report : sent_)
    under_way.merge(report.state);
  return shadow::difference(state, under_way);
}

}  // namespace shadowsim::light
