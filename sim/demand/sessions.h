#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/scenario/scenario.h"
#include "sim/schedule/shard.h"

namespace shadowsim::demand {

// All sessions of a fleet that is played by so many shards, as dense numbers: the lights' first, in
// the fleet's order, then the apps', shard by shard.
class Sessions {
 public:
  // Borrows the scenario. Requires: parts > 0.
  Sessions(const scenario::Scenario& scenario, std::uint32_t parts);

  std::uint32_t parts() const { return static_cast<std::uint32_t>(first_apps_.size()) - 1; }
  std::uint64_t count() const { return first_apps_.back(); }

  std::uint64_t of(LightId light) const { return light.value; }
  std::uint64_t app_of(LightId light) const;

  // The session that connects as the nth, counted from 0, of that part: apps first, then lights.
  // Requires: nth < sessions_of(part).
  std::uint64_t nth(std::uint32_t part, std::uint64_t nth) const;
  std::uint64_t sessions_of(std::uint32_t part) const;

  bool is_light(std::uint64_t session) const { return session < scenario_.fleet.lights; }

  // Its client ID.
  std::string name(std::uint64_t session) const;

 private:
  std::uint64_t apps_of(std::uint32_t part) const {
    return first_apps_[part + 1] - first_apps_[part];
  }

  const scenario::Scenario& scenario_;
  std::vector<std::uint64_t> first_apps_;  // by part; one more for the end
};

}  // namespace shadowsim::demand
