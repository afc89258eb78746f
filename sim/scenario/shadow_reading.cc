#include "sim/scenario/shadow_reading.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "sim/scenario/typed_value.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::scenario {
namespace {

// What a shadow is called in the typed scenario.
std::string name_of(const Node& written) {
  return written.text == Shadow{}.title() ? std::string{} : written.text;
}

// A name alone, or a mapping of name and initial state.
std::vector<Shadow> read_list(const Node& list, const std::vector<Property>& initial_state,
                              Problems& problems) {
  if (list.items.size() > kShadowsMost)
    problems.add(list.introduced_at(),
                 fmt::format("fleet.shadows has {} shadows, at most {} are possible: each takes 5 "
                             "subscriptions, and a connection has 50",
                             list.items.size(), kShadowsMost));
  std::vector<Shadow> shadows;
  for (const Node& item : list.items) {
    if (!item.sound) continue;
    const bool is_mapping = item.kind == Node::Kind::kMapping;
    const Node* const name = is_mapping ? item.find("name") : &item;
    if (!is_readable(name)) continue;
    const Node* const own_state = is_mapping ? item.find("initial_state") : nullptr;
    Shadow shadow{name_of(*name), own_state != nullptr ? properties_of(own_state) : initial_state};
    const bool is_known = std::any_of(shadows.begin(), shadows.end(), [&](const Shadow& other) {
      return other.name == shadow.name;
    });
    if (is_known) {
      problems.add(name->place, fmt::format("fleet.shadows names {} twice", what_is(*name)));
    } else {
      shadows.push_back(std::move(shadow));
    }
  }
  return shadows;
}

}  // namespace

std::vector<Shadow> read_shadows(const Node& fleet, Problems& problems) {
  const Node* const one = fleet.find("shadow");
  const Node* const several = fleet.find("shadows");
  auto initial_state = properties_of(fleet.find("initial_state"));
  if (one != nullptr && several != nullptr)
    problems.add(several->key_place,
                 "fleet has both 'shadow' and 'shadows', 'shadow' is short for a list of one");
  std::vector<Shadow> shadows;
  if (is_readable(one)) {
    shadows.push_back({name_of(*one), std::move(initial_state)});
  } else if (is_readable(several)) {
    shadows = read_list(*several, initial_state, problems);
  }
  if (shadows.empty()) shadows.push_back({{}, std::move(initial_state)});
  return shadows;
}

ShadowId read_shadow(const Node* name, const Fleet& fleet, const std::string& path,
                     Problems& problems) {
  if (!is_readable(name)) return {};
  std::vector<std::string_view> titles;
  for (const Shadow& shadow : fleet.shadows) {
    if (shadow.title() == name->text) return {static_cast<std::uint32_t>(titles.size())};
    titles.push_back(shadow.title());
  }
  const std::string suggested = suggestion(name->text, titles);
  problems.add(name->place,
               fmt::format("{}: the lights have no shadow {}{} They have: {}", path, what_is(*name),
                           suggested.empty() ? "." : suggested, fmt::join(titles, ", ")));
  return {};
}

}  // namespace shadowsim::scenario
