#include "sim/fleet/needs.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/background/holds.h"
#include "sim/light/shadow_messages.h"
#include "sim/policy/pattern.h"
#include "sim/policy/policy_document.h"
#include "sim/shadow/topics.h"

namespace shadowsim::fleet {
namespace {

// A pattern of names with each {...} replaced by what `placeholder` makes of its inside.
template <class Placeholder>
std::string with_placeholders(std::string_view pattern, Placeholder placeholder) {
  std::string text;
  while (!pattern.empty()) {
    const std::size_t opening = std::min(pattern.find('{'), pattern.size());
    text += policy::literal_pattern(pattern.substr(0, opening));
    pattern.remove_prefix(opening);
    if (pattern.empty()) break;
    const std::size_t closing = pattern.find('}');
    text += placeholder(pattern.substr(1, closing - 1));
    pattern.remove_prefix(closing + 1);
  }
  return text;
}

// One pattern for the numbers below `count`: of 200, index:4 is 0???, and index is *.
std::string number_pattern(std::string_view placeholder, std::uint32_t count) {
  std::size_t width = 1;
  const std::size_t colon = placeholder.find(':');
  if (colon != std::string_view::npos)
    std::from_chars(placeholder.data() + colon + 1, placeholder.data() + placeholder.size(), width);
  const std::size_t longest = std::to_string(count - 1).size();
  if (longest > width) return "*";
  return std::string(width - longest, '0') + std::string(longest, '?');
}

// As narrow as one pattern for all can be: of 200 lights, light-{index:4} is light-0???.
std::string thing_pattern(const scenario::Fleet& fleet) {
  return with_placeholders(fleet.thing_name.text(), [&](std::string_view inside) {
    return number_pattern(inside, fleet.lights);
  });
}

// For `count` sessions. `thing` is the pattern of all things.
std::string client_pattern(const scenario::NamePattern& pattern, std::uint32_t count,
                           const std::string& thing) {
  const std::string wide =
      with_placeholders(pattern.text(), [](std::string_view) { return std::string{"*"}; });
  if (!wide.starts_with('*')) return wide;
  return with_placeholders(pattern.text(), [&](std::string_view inside) {
    return inside == "thing" ? thing : number_pattern(inside, count);
  });
}

// The names of all things, where they could all be in a policy of the largest size; else none.
std::vector<std::string> thing_names(const scenario::Fleet& fleet) {
  constexpr std::uint32_t kNamedMost = policy::kCharactersMost / 64;
  std::vector<std::string> names;
  if (fleet.lights > kNamedMost) return names;
  for (LightId light; light.value < fleet.lights; ++light.value)
    names.push_back(policy::literal_pattern(fleet.thing(light)));
  return names;
}

// How closely the topics of a shadow are named.
enum class Topics : std::uint8_t {
  kEach,
  kAnswersTogether,  // get/* and update/*
  kAllTogether,      // whatever the shadow
};

void add_topics(policy::Needs& needs, shadow::ShadowKey key, Topics topics) {
  for (const shadow::TopicKind kind : light::kSaid) {
    const std::string topic = shadow::make_topic(key, kind);
    needs.publishes.push_back(topic);
    if (topics == Topics::kAnswersTogether) needs.receives.push_back(topic + "/*");
  }
  if (topics == Topics::kAnswersTogether) return;
  for (const shadow::TopicKind kind : light::kHeard)
    needs.receives.push_back(shadow::make_topic(key, kind));
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// What the background does has the same names whatever the quotas.
void add_background(policy::Needs& needs, const scenario::Scenario& scenario) {
  if (!scenario.background) return;
  const background::Wishes wishes{.share = scenario.background->share,
                                  .quotas = scenario.background->quotas};
  for (const background::Hold& hold : background::holds_of(quota::QuotaProfile{}, wishes)) {
    append(needs.publishes, hold.needs.publishes);
    append(needs.retains, hold.needs.retains);
    append(needs.receives, hold.needs.receives);
    append(needs.subscribes, hold.needs.subscribes);
    append(needs.connects, hold.needs.connects);
  }
}

policy::Needs needs_of_things(const scenario::Scenario& scenario,
                              const std::vector<std::string>& things, Topics topics) {
  policy::Needs needs;
  for (const std::string& thing : things) {
    for (const scenario::Shadow& shadow : scenario.fleet.shadows) {
      if (topics == Topics::kAllTogether) {
        needs.publishes = needs.receives = {"$aws/things/" + thing + "/shadow/*"};
      } else {
        add_topics(needs, {thing, shadow.name}, topics);
      }
    }
  }
  needs.subscribes = needs.receives;
  const std::string thing = thing_pattern(scenario.fleet);
  needs.connects = {client_pattern(scenario.fleet.client_id, scenario.fleet.lights, thing),
                    client_pattern(scenario.apps.client_id, scenario.apps.sessions, thing)};
  add_background(needs, scenario);
  return needs;
}

}  // namespace

policy::Needs needs_of(const scenario::Scenario& scenario, const policy::Account& account) {
  const std::vector<std::string> named = thing_names(scenario.fleet);
  const std::vector<std::string> together{thing_pattern(scenario.fleet)};
  for (const auto* const things : {&named, &together}) {
    for (const Topics topics : {Topics::kEach, Topics::kAnswersTogether}) {
      if (things->empty()) continue;
      policy::Needs needs = needs_of_things(scenario, *things, topics);
      if (policy::counted_characters(policy::least_privilege(needs, account)) <=
          policy::kCharactersMost)
        return needs;
    }
  }
  return needs_of_things(scenario, together, Topics::kAllTogether);
}

}  // namespace shadowsim::fleet
