#include "sim/scenario/light_reading.h"

#include <unordered_set>

#include <fmt/format.h>

#include "sim/scenario/fleet_reading.h"
#include "sim/scenario/typed_value.h"

namespace shadowsim::scenario {
namespace {

std::string fleet_text(const Fleet& fleet) {
  const std::string first = fleet.thing(LightId{0});
  if (fleet.lights == 1) return fmt::format("the fleet's only light is {}", first);
  return fmt::format("the fleet's {} lights are {} to {}", fleet.lights, first,
                     fleet.thing(LightId{fleet.lights - 1}));
}

std::vector<LightId> read_names(const Node& list, const Fleet& fleet, const std::string& path,
                                Problems& problems) {
  std::vector<LightId> lights;
  std::unordered_set<std::uint32_t> seen;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Node& name = list.items[i];
    for (const LightId light : read_light(name, fleet, fmt::format("{}[{}]", path, i), problems)) {
      if (seen.insert(light.value).second) {
        lights.push_back(light);
      } else {
        problems.add(name.place, fmt::format("{} names {} twice", path, what_is(name)));
      }
    }
  }
  return lights;
}

std::vector<LightId> first_lights(std::uint32_t count) {
  std::vector<LightId> lights(count);
  for (std::uint32_t i = 0; i < count; ++i)
    lights[i].value = i;
  return lights;
}

}  // namespace

std::vector<LightId> read_light(const Node& name, const Fleet& fleet, const std::string& path,
                                Problems& problems) {
  if (!is_readable(&name) || !are_names_known(fleet)) return {};
  if (const auto light = fleet.find(name.text)) return {*light};
  problems.add(name.place, fmt::format("{}: no light is called {}, {}", path, what_is(name),
                                       fleet_text(fleet)));
  return {};
}

LightChoice read_light_choice(const Node* node, const Fleet& fleet, const std::string& path,
                              Problems& problems) {
  if (!is_readable(node)) return AllLights{};
  if (node->kind == Node::Kind::kScalar)
    return node->text == "in_turn" ? LightChoice{LightsInTurn{}} : AllLights{};
  if (node->kind == Node::Kind::kList) return NamedLights{read_names(*node, fleet, path, problems)};
  if (const Node* share = node->find("share")) return ShareOfLights{number_of(share)};
  if (const Node* skew = node->find("zipf")) return SkewedLights{number_of(skew)};
  const Node* const names = node->find("named");
  if (!is_readable(names)) return AllLights{};
  return NamedLights{read_names(*names, fleet, path + ".named", problems)};
}

std::vector<LightId> read_light_set(const Node* node, const Fleet& fleet, const std::string& path,
                                    Problems& problems) {
  if (!is_readable(node)) return {};
  if (node->kind == Node::Kind::kScalar) return first_lights(fleet.lights);
  if (node->kind == Node::Kind::kList) return read_names(*node, fleet, path, problems);
  if (const Node* share = node->find("share"))
    return first_lights(ShareOfLights{number_of(share)}.of(fleet.lights));
  const Node* const names = node->find("named");
  if (!is_readable(names)) return {};
  return read_names(*names, fleet, path + ".named", problems);
}

}  // namespace shadowsim::scenario
