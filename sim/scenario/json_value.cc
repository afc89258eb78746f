#include "sim/scenario/json_value.h"

#include <fmt/format.h>

#include "sim/scenario/json_text.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

constexpr int kKeysDeepest = 6;

bool check_scalar(const Node& value, const std::string& path, Problems& problems) {
  if (value.quoted) return true;
  switch (kind_of_scalar(value.text)) {
    case ScalarKind::kText:
    case ScalarKind::kBoolean:
    case ScalarKind::kInteger:
    case ScalarKind::kNumber:
      return true;
    case ScalarKind::kTooLarge:
      problems.add(value.place, fmt::format("{} is {}, which 64 bits cannot hold; quote it to make "
                                            "it a text",
                                            path, what_is(value)));
      return false;
    case ScalarKind::kNotFinite:
      problems.add(value.place, fmt::format("{} is {}, but JSON has no infinite numbers; quote it "
                                            "to make it a text",
                                            path, what_is(value)));
      return false;
    case ScalarKind::kLeadingZeros:
      break;
  }
  problems.add(value.place, fmt::format("{} is {}, which is a number to some and a text to others; "
                                        "leave out the leading zeros, or quote it",
                                        path, what_is(value)));
  return false;
}

bool check_value(const Node& value, const std::string& path, int depth, Problems& problems) {
  if (value.kind == Node::Kind::kNull) {
    problems.add(value.place,
                 fmt::format("{} is null, which a scenario's state cannot hold", path));
    return false;
  }
  if (value.kind == Node::Kind::kScalar) return check_scalar(value, path, problems);
  bool good = true;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const Node& item = value.items[i];
    if (value.kind == Node::Kind::kList) {
      good &= check_value(item, fmt::format("{}[{}]", path, i), depth, problems);
    } else if (depth == kKeysDeepest) {
      problems.add(item.key_place, fmt::format("{}.{} lies {} keys deep, the service takes at most "
                                               "{}",
                                               path, item.key, depth + 1, kKeysDeepest));
      good = false;
    } else {
      good &= check_value(item, fmt::format("{}.{}", path, item.key), depth + 1, problems);
    }
  }
  return good;
}

// Integers as JSON writes them, whatever their base and sign in YAML.
std::string scalar_text(const Node& value) {
  if (value.quoted) return json_string(value.text);
  switch (kind_of_scalar(value.text)) {
    case ScalarKind::kBoolean:
      return *parse_boolean(value.text) ? "true" : "false";
    case ScalarKind::kInteger:
      if (const auto integer = parse_integer(value.text)) return fmt::format("{}", *integer);
      return fmt::format("{}", parse_unsigned(value.text).value_or(0));
    case ScalarKind::kNumber:
      return json_number(parse_number(value.text).value_or(0));
    default:
      return json_string(value.text);
  }
}

}  // namespace

bool check_json(const Node& value, const std::string& path, Problems& problems) {
  return check_value(value, path, 1, problems);
}

std::string json_text(const Node& value) {
  switch (value.kind) {
    case Node::Kind::kNull:
      return "null";
    case Node::Kind::kScalar:
      return scalar_text(value);
    case Node::Kind::kList:
    case Node::Kind::kMapping:
      break;
  }
  const bool is_list = value.kind == Node::Kind::kList;
  std::string json{is_list ? '[' : '{'};
  for (const Node& item : value.items) {
    if (json.size() > 1) json += ',';
    if (!is_list) json += json_string(item.key) + ':';
    json += json_text(item);
  }
  return json += is_list ? ']' : '}';
}

}  // namespace shadowsim::scenario
