#include "sim/scenario/overrides.h"

#include <charconv>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "sim/base/result.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

using PathStep = std::variant<std::string, std::size_t>;  // a key, or a place in a list

Error bad_path(std::string_view why) {
  return usage_error(
      fmt::format("{}; write it like fleet.lights=10 or timeline[0].churn.for=5s", why));
}

// Takes "[3]" or "[\"a.b\"]" off `rest`.
Result<PathStep> take_brackets(std::string_view& rest) {
  if (rest.starts_with("[\"")) {
    const std::size_t end = rest.find("\"]");
    if (end == std::string_view::npos || end < 2) return bad_path("a '[\"' without its '\"]'");
    PathStep step{std::string{rest.substr(2, end - 2)}};
    rest.remove_prefix(end + 2);
    return step;
  }
  const std::size_t end = rest.find(']');
  if (end == std::string_view::npos) return bad_path("a '[' without its ']'");
  const std::string_view digits = rest.substr(1, end - 1);
  std::size_t index = 0;
  const auto [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (failure != std::errc{} || stop != digits.data() + digits.size())
    return bad_path(fmt::format("'[{}]' is not the number of a list's item", digits));
  rest.remove_prefix(end + 1);
  return PathStep{index};
}

Result<std::vector<PathStep>> parse_path(std::string_view rest) {
  std::vector<PathStep> path;
  while (!rest.empty()) {
    if (rest.front() == '[') {
      auto step = take_brackets(rest);
      if (!step) return step.error();
      path.push_back(std::move(*step));
    } else {
      const std::string_view key = rest.substr(0, rest.find_first_of(".["));
      if (key.empty()) return bad_path("the path has a key without a name");
      path.emplace_back(std::string{key});
      rest.remove_prefix(key.size());
    }
    if (!rest.starts_with('.')) continue;
    rest.remove_prefix(1);
    if (rest.empty() || rest.front() == '[') return bad_path("the path has a key without a name");
  }
  if (path.empty()) return bad_path("the path is empty");
  return path;
}

Result<Node*> into_mapping(Node& node, const std::string& key, const std::string& path,
                           Place place) {
  if (node.kind == Node::Kind::kNull) node.kind = Node::Kind::kMapping;
  if (node.kind != Node::Kind::kMapping)
    return usage_error(fmt::format("{} is {}, which has no key '{}'", path, what_is(node), key));
  if (Node* found = node.find(key)) return found;
  Node made;
  made.key = key;
  made.key_place = place;
  made.place = place;
  node.items.push_back(std::move(made));
  return &node.items.back();
}

Result<Node*> into_list(Node& node, std::size_t index, const std::string& path) {
  if (node.kind != Node::Kind::kList)
    return usage_error(fmt::format("{} is {}, not a list", path,
                                   node.kind == Node::Kind::kNull ? "missing" : what_is(node)));
  if (index >= node.items.size())
    return usage_error(fmt::format("{} has no item [{}], it has {}, counted from 0", path, index,
                                   node.items.size()));
  return &node.items[index];
}

// The node that the path leads to, made where keys are missing.
Result<Node*> follow(Node& root, const std::vector<PathStep>& path, Place place) {
  Node* node = &root;
  std::string so_far = "the scenario";
  for (const PathStep& step : path) {
    const auto* key = std::get_if<std::string>(&step);
    const auto next = key != nullptr ? into_mapping(*node, *key, so_far, place)
                                     : into_list(*node, std::get<std::size_t>(step), so_far);
    if (!next) return next.error();
    if (key == nullptr) {
      so_far += fmt::format("[{}]", std::get<std::size_t>(step));
    } else {
      so_far = node == &root ? *key : fmt::format("{}.{}", so_far, *key);
    }
    node = *next;
  }
  return node;
}

// All that came from an override is shown under its name.
void set_source(Node& node, std::uint32_t source) {
  node.place.source = source;
  if (!node.key.empty()) node.key_place.source = source;
  for (Node& item : node.items)
    set_source(item, source);
}

void apply(Node& root, std::string_view path_text, std::string_view value_text,
           std::uint32_t source, Problems& problems) {
  const Place place{source, 1, 1};
  const auto path = parse_path(path_text);
  if (!path) return problems.add(place, path.error().message);
  auto value = read_yaml(value_text, source, problems);
  if (!value) return;
  const auto node = follow(root, *path, place);
  if (!node) return problems.add(place, node.error().message);
  value->key = (*node)->key;
  if (!value->key.empty()) value->key_place = place;
  value->place = place;
  set_source(*value, source);
  **node = std::move(*value);
}

}  // namespace

void apply_overrides(Node& root, const Overrides& overrides, Problems& problems) {
  for (const std::string& set : overrides.sets) {
    const std::uint32_t source = problems.add_source("--set " + set);
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos) {
      problems.add({source, 1, 1}, bad_path("there is no '=' after the path").message);
    } else {
      apply(root, std::string_view{set}.substr(0, equals), std::string_view{set}.substr(equals + 1),
            source, problems);
    }
  }
  if (overrides.lights) {
    apply(root, "fleet.lights", *overrides.lights,
          problems.add_source("--lights " + *overrides.lights), problems);
  }
  if (overrides.seed)
    apply(root, "seed", *overrides.seed, problems.add_source("--seed " + *overrides.seed),
          problems);
}

}  // namespace shadowsim::scenario
