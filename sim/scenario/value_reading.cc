#include "sim/scenario/value_reading.h"

#include <cmath>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/scenario/json_value.h"
#include "sim/scenario/typed_value.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

std::vector<std::string> json_texts(const Node& list) {
  std::vector<std::string> texts;
  for (const Node& item : list.items) {
    if (item.sound) texts.push_back(json_text(item));
  }
  return texts;
}

OneOf read_one_of(const Node& list, const std::string& path, Problems& problems) {
  std::unordered_set<std::string> seen;
  for (const Node& item : list.items) {
    if (item.sound && !seen.insert(json_text(item)).second)
      problems.add(item.place, fmt::format("{}.one_of has {} twice", path, what_is(item)));
  }
  return {json_texts(list)};
}

std::optional<ValueSource> read_toggle(const Node& list, const std::string& path,
                                       Problems& problems) {
  const auto texts = json_texts(list);
  if (texts.size() != 2) return std::nullopt;
  if (texts[0] == texts[1])
    problems.add(list.items[1].place,
                 fmt::format("{}.toggle has {} twice", path, what_is(list.items[1])));
  return Toggle{texts[0], texts[1]};
}

std::optional<ValueSource> read_range(const Node& list, const std::string& path,
                                      Problems& problems) {
  const Node& first = list.items[0];
  const Node& second = list.items[1];
  if (!first.sound || !second.sound) return std::nullopt;
  const auto refuse = [&](std::string_view why) -> std::optional<ValueSource> {
    problems.add(second.place,
                 fmt::format("{}.range: {} {} {}", path, what_is(second), why, what_is(first)));
    return std::nullopt;
  };
  const auto low = parse_integer(first.text);
  const auto high = parse_integer(second.text);
  if (low && high) {
    if (*high < *low) return refuse("is less than");
    return IntegerRange{*low, *high};
  }
  const double from = number_of(&first);
  const double to = number_of(&second);
  if (to <= from) return refuse("is not more than");
  if (!std::isfinite(to - from)) return refuse("is too far from");
  return NumberRange{from, to};
}

std::optional<ValueSource> read_source(const Node& node, const std::string& path,
                                       Problems& problems) {
  if (!is_readable(&node)) return std::nullopt;
  if (node.kind == Node::Kind::kScalar) return Toggle{"false", "true"};
  for (const Node& item : node.items) {
    if (!item.sound) continue;
    if (item.key == "one_of") return read_one_of(item, path, problems);
    if (item.key == "range") return read_range(item, path, problems);
    if (item.key == "toggle") return read_toggle(item, path, problems);
    if (item.key == "sequence") return Sequence{json_texts(item)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<PropertyValues> read_values(const Node* node, const std::string& path,
                                        Problems& problems) {
  std::vector<PropertyValues> values;
  if (!is_readable(node)) return values;
  for (const Node& item : node->items) {
    if (auto source = read_source(item, fmt::format("{}.{}", path, item.key), problems))
      values.push_back({item.key, std::move(*source)});
  }
  return values;
}

}  // namespace shadowsim::scenario
