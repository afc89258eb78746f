#include "sim/scenario/fleet.h"

namespace shadowsim::scenario {

CertificateFiles Certificates::files(std::uint32_t index, const std::string& thing) const {
  return {certificate.name(index, thing), key.name(index, thing)};
}

std::optional<LightId> Fleet::find(const std::string& thing) const {
  const auto index = index_of_name(thing_name.text(), thing, lights);
  if (!index) return std::nullopt;
  return LightId{*index};
}

}  // namespace shadowsim::scenario
