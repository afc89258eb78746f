#include "sim/schedule/shard.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim::schedule {

std::uint32_t Shard::share_of(std::uint32_t whole) const {
  return std::max(1U, lights_of(whole));  // dealt out as lights are
}

std::vector<AppOfShard> apps_of(const scenario::Apps& apps, Shard shard) {
  std::vector<AppOfShard> result;
  for (AppId app{shard.index}; app.value < apps.sessions; app.value += shard.count)
    result.push_back({app, apps.client(app)});
  if (result.empty()) {
    const AppId model{shard.index % apps.sessions};
    result.push_back(
        {AppId{shard.index}, fmt::format("{}-shard-{}", apps.client(model), shard.index)});
  }
  return result;
}

std::string to_text(Shard shard) {
  return fmt::format("{}/{}", shard.index, shard.count);
}

std::string lights_text(Shard shard, std::uint32_t fleet) {
  const std::uint32_t lights = shard.lights_of(fleet);
  const auto light = [&](std::uint32_t place) { return shard.index + place * shard.count; };
  switch (lights) {
    case 0:
      return "no lights";
    case 1:
      return fmt::format("light {}", light(0));
    case 2:
      return fmt::format("lights {} and {}", light(0), light(1));
    case 3:
      return fmt::format("lights {}, {} and {}", light(0), light(1), light(2));
    default:
      return fmt::format("{} lights: {}, {}, {} to {}", lights, light(0), light(1), light(2),
                         light(lights - 1));
  }
}

}  // namespace shadowsim::schedule
