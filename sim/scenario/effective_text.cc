#include "sim/scenario/effective_text.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "sim/text/yaml_text.h"

namespace shadowsim::scenario {
namespace {

bool is_nothing(const Overrides& overrides) {
  return overrides.sets.empty() && !overrides.lights && !overrides.seed && !overrides.duration;
}

// As on a command line, in a comment's one line.
std::string words_of(const Overrides& overrides) {
  std::string words;
  const auto add = [&](std::string_view option, const std::string& value) {
    words += fmt::format(" {} {}", option, value);
  };
  for (const std::string& set : overrides.sets)
    add("--set", set);
  if (overrides.lights) add("--lights", *overrides.lights);
  if (overrides.seed) add("--seed", *overrides.seed);
  if (overrides.duration) add("--duration", *overrides.duration);
  std::ranges::replace_if(
      words, [](char letter) { return static_cast<unsigned char>(letter) < ' '; }, ' ');
  return words;
}

// --duration has changed the length of one churn, in the typed scenario only.
void set_lengths(Node& root, const Scenario& scenario) {
  Node* const timeline = root.find("timeline");
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i) {
    const auto* const churn = std::get_if<Churn>(&scenario.timeline[i]);
    Node* const step = churn == nullptr ? nullptr : timeline->items[i].find("churn");
    if (step != nullptr) step->find("for")->text = to_text(churn->length);
  }
}

}  // namespace

std::string effective_text(std::string_view text, const Node& root, const Overrides& overrides,
                           const Scenario& scenario) {
  if (is_nothing(overrides)) return std::string{text};
  Node changed = root;
  if (overrides.duration) set_lengths(changed, scenario);
  return fmt::format("# {} with{}\n{}", scenario.file, words_of(overrides), to_yaml(changed));
}

}  // namespace shadowsim::scenario
