#include "sim/terminal/background_choice.h"

#include <fmt/format.h>

#include "sim/fleet/crew.h"

namespace shadowsim::terminal {

Result<void> set_background(runtime::RunSettings& settings, const quota::QuotaProfile& quotas) {
  const scenario::Scenario& scenario = settings.scenario;
  if (!scenario.background) return {};
  const auto version = settings.version.value_or(fleet::protocol_of(scenario.fleet));
  settings.background = background::holds_of(
      quotas, {.share = scenario.background->share,
               .quotas = scenario.background->quotas,
               .version = version == mqtt::ProtocolVersion::kMqtt5 ? packet::Version::kMqtt5
                                                                   : packet::Version::kMqtt311,
               .length = scenario.length()});
  settings.background_quotas = quotas;
  for (const background::Hold& hold : settings.background) {
    if (!hold.entry.hidden_by.empty())
      return usage_error(fmt::format("{}: background: {} cannot be taken a share of: {}",
                                     scenario.file, hold.entry.subject.quota,
                                     hold.entry.hidden_by));
  }
  return {};
}

}  // namespace shadowsim::terminal
