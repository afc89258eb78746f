#include "sim/demand/sessions.h"

#include <algorithm>

namespace shadowsim::demand {

Sessions::Sessions(const scenario::Scenario& scenario, std::uint32_t parts) : scenario_{scenario} {
  first_apps_.reserve(parts + 1);
  first_apps_.push_back(scenario.fleet.lights);
  for (std::uint32_t part = 0; part < parts; ++part)
    first_apps_.push_back(first_apps_.back() +
                          schedule::apps_of(scenario.apps, {part, parts}).size());
}

std::uint64_t Sessions::app_of(LightId light) const {
  const std::uint32_t part = light.value % parts();
  const schedule::Shard shard{part, parts()};
  return first_apps_[part] + shard.place_of(light) % apps_of(part);
}

std::uint64_t Sessions::sessions_of(std::uint32_t part) const {
  return apps_of(part) + schedule::Shard{part, parts()}.lights_of(scenario_.fleet.lights);
}

std::uint64_t Sessions::nth(std::uint32_t part, std::uint64_t nth) const {
  const std::uint64_t apps = apps_of(part);
  return nth < apps ? first_apps_[part] + nth : part + (nth - apps) * parts();
}

std::string Sessions::name(std::uint64_t session) const {
  if (is_light(session))
    return scenario_.fleet.client(LightId{static_cast<std::uint32_t>(session)});
  const auto after = std::ranges::upper_bound(first_apps_, session);
  const auto part = static_cast<std::uint32_t>(after - first_apps_.begin()) - 1;
  return schedule::apps_of(scenario_.apps, {part, parts()})[session - first_apps_[part]].client_id;
}

}  // namespace shadowsim::demand
