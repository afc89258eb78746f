#include "sim/scenario/limits_scenario.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/endpoint_reading.h"
#include "sim/scenario/file_name.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/typed_value.h"
#include "sim/scenario/validation.h"
#include "sim/text/nearest_name.h"
#include "sim/text/text_file.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

std::vector<std::string> read_quotas(const Node* node, std::span<const std::string> probed,
                                     Problems& problems) {
  std::vector<std::string> quotas;
  const std::vector<std::string_view> names(probed.begin(), probed.end());
  if (!is_readable(node) || node->kind != Node::Kind::kList) return quotas;
  for (const Node& item : node->items) {
    if (!is_readable(&item)) continue;
    quotas.push_back(item.text);
    if (std::ranges::find(probed, item.text) != probed.end()) continue;
    problems.add(item.place, fmt::format("there is no probe for a quota '{}'{}", item.text,
                                         suggestion(item.text, names)));
  }
  return quotas;
}

}  // namespace

Result<std::optional<LimitsScenario>> read_limits_text(std::string_view text,
                                                       const std::string& file,
                                                       const Overrides& overrides,
                                                       std::span<const std::string> probed) {
  Problems problems{file};
  auto root = read_yaml(text, 0, problems);
  if (!root || root->kind != Node::Kind::kMapping || root->find("find_limits") == nullptr)
    return std::optional<LimitsScenario>{};
  apply_overrides(*root, overrides, problems);
  validate(*root, limits_schema(), problems);
  LimitsScenario scenario;
  scenario.name = root->find("name") != nullptr ? text_of(root->find("name")) : name_of_file(file);
  scenario.description = text_of(root->find("description"));
  scenario.file = file;
  scenario.endpoint = read_endpoint(*root, file, problems);
  if (const Node* const wishes = root->find("find_limits"); is_readable(wishes)) {
    scenario.quotas = read_quotas(wishes->find("quotas"), probed, problems);
    scenario.window = duration_of(wishes->find("window"));
    scenario.up_to = number_of(wishes->find("up_to"));
  }
  if (!problems.empty()) return problems.to_error();
  return std::optional{std::move(scenario)};
}

Result<std::optional<LimitsScenario>> read_limits_scenario(const std::string& file,
                                                           const Overrides& overrides,
                                                           std::span<const std::string> probed) {
  const auto text = read_text_file(file);
  if (!text) return text.error();
  return read_limits_text(*text, file, overrides, probed);
}

}  // namespace shadowsim::scenario
