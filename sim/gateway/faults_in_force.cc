#include "sim/gateway/faults_in_force.h"

#include <utility>

#include "sim/base/check.h"

namespace shadowsim::gateway {

std::uint64_t FaultsInForce::begin(Which which, const LinkFault& fault) {
  in_force_.emplace(++begun_, InForce{std::move(which), fault});
  return begun_;
}

void FaultsInForce::end(std::uint64_t number) {
  SHADOWSIM_CHECK(in_force_.erase(number) == 1, "fault {} is not in force", number);
}

std::vector<LinkFault> FaultsInForce::on(const std::string& client_id) const {
  std::vector<LinkFault> found;
  for (const auto& [number, one] : in_force_) {
    if (one.which(client_id)) found.push_back(one.fault);
  }
  return found;
}

}  // namespace shadowsim::gateway
