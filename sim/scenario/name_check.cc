#include "sim/scenario/name_check.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/fleet_reading.h"
#include "sim/scenario/name_pattern.h"

namespace shadowsim::scenario {
namespace {

constexpr std::size_t kLongestName = 128;  // bytes, of thing names and client IDs alike

bool is_legal_in_thing_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == ':' || letter == '_' || letter == '-';
}

// U+0000 to U+001F and U+007F to U+009F, which MQTT strings should not hold.
// Source: MQTT 5, section 1.5.4.
bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte < 0x20 || byte == 0x7F || (byte == 0xC2 && next < 0xA0)) return true;
  }
  return false;
}

// A pattern free of {thing}, for `count` names of a kind.
struct Names {
  std::string pattern;
  std::uint32_t count;
  std::string_view key;    // "fleet.client_id"
  std::string_view whose;  // "lights"
  Place place;
};

// What holds for thing names and client IDs alike. True where nothing is wrong.
bool check_pattern(const Names& names, Problems& problems) {
  const std::string longest = expand_name(names.pattern, names.count - 1);
  if (longest.empty()) {
    problems.add(names.place, fmt::format("{} is empty, it needs at least one letter", names.key));
    return false;
  }
  if (longest.size() > kLongestName) {
    problems.add(names.place,
                 fmt::format("{} makes names of up to {} bytes, at most {} are allowed", names.key,
                             longest.size(), kLongestName));
    return false;
  }
  if (names.count > 1 && !has_index(names.pattern)) {
    problems.add(names.place, fmt::format("{} gives all {} {} the same name '{}', it must hold "
                                          "{{index}}",
                                          names.key, names.count, names.whose, longest));
    return false;
  }
  return true;
}

bool check_client_ids(const Names& names, Problems& problems) {
  if (!check_pattern(names, problems)) return false;
  if (!has_control_character(names.pattern)) return true;
  problems.add(names.place,
               fmt::format("{} holds a control character, which no client ID can", names.key));
  return false;
}

bool check_thing_names(const Names& names, Problems& problems) {
  if (!check_pattern(names, problems)) return false;
  const std::string name = expand_name(names.pattern, 0);
  if (std::all_of(name.begin(), name.end(), is_legal_in_thing_name)) return true;
  problems.add(
      names.place,
      fmt::format("fleet.thing_name makes '{}', but a thing name has only letters, digits, "
                  "':', '_' and '-'",
                  name));
  return false;
}

// Goes through the fewer of the two and looks each up among the others.
void check_disjoint(const Names& lights, const Names& apps, Problems& problems) {
  const bool fewer_apps = apps.count <= lights.count;
  const Names& fewer = fewer_apps ? apps : lights;
  const Names& more = fewer_apps ? lights : apps;
  for (std::uint32_t i = 0; i < fewer.count; ++i) {
    const std::string name = expand_name(fewer.pattern, i);
    const auto other = index_of_name(more.pattern, name, more.count);
    if (!other) continue;
    problems.add(apps.place, fmt::format("app {} and light {} would both have the client ID '{}', "
                                         "all must differ",
                                         fewer_apps ? i : *other, fewer_apps ? *other : i, name));
    return;
  }
}

Place place_of(const Node& scenario, std::string_view section, std::string_view key) {
  const Node* const mapping = scenario.find(section);
  const Node* const value = mapping != nullptr ? mapping->find(key) : nullptr;
  return value != nullptr ? value->place : Place{};
}

bool is_known(const Node& scenario, std::string_view section, std::string_view key) {
  const Node* const mapping = scenario.find(section);
  const Node* const value = mapping != nullptr ? mapping->find(key) : nullptr;
  return value != nullptr && value->sound;
}

}  // namespace

void check_names(const Node& scenario, const Fleet& fleet, const Apps& apps, Problems& problems) {
  std::optional<Names> things;
  if (fleet.lights > 0 && is_known(scenario, "fleet", "thing_name")) {
    things = Names{fleet.thing_name.text(), fleet.lights, "fleet.thing_name", "lights",
                   place_of(scenario, "fleet", "thing_name")};
    if (!check_thing_names(*things, problems)) things.reset();
  }
  std::optional<Names> lights;
  if (things && is_known(scenario, "fleet", "client_id")) {
    lights = Names{with_thing(fleet.client_id.text(), things->pattern), fleet.lights,
                   "fleet.client_id", "lights", place_of(scenario, "fleet", "client_id")};
    if (!check_client_ids(*lights, problems)) lights.reset();
  }
  if (!is_known(scenario, "apps", "client_id") || !is_known(scenario, "apps", "sessions")) return;
  const Names app_names{apps.client_id.text(), apps.sessions, "apps.client_id", "sessions",
                        place_of(scenario, "apps", "client_id")};
  if (check_client_ids(app_names, problems) && lights) check_disjoint(*lights, app_names, problems);
}

}  // namespace shadowsim::scenario
