#include "sim/policy/condition_reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/policy/known_keys.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::policy {
namespace {

class ConditionReading {
 public:
  ConditionReading(bool variables, Problems& problems, Problems& warnings)
      : variables_{variables}, problems_{problems}, warnings_{warnings} {}

  std::vector<Condition> read(const Node& node) {
    if (!is_mapping(node, "Condition")) return {};
    for (const Node& operation : node.items) {
      const auto test = parse_operator(operation.key);
      if (!test) refuse_operator(operation);
      if (!is_mapping(operation, operation.key) || !test) continue;
      for (const Node& key : operation.items)
        read_condition(*test, key);
    }
    return std::move(conditions_);
  }

 private:
  bool is_mapping(const Node& node, std::string_view title) {
    if (node.kind == Node::Kind::kMapping) return true;
    problems_.add(node.place, fmt::format("{} must be an object, not {}", title, what_is(node)));
    return false;
  }

  void refuse_operator(const Node& operation) {
    const std::string suggested = suggestion(operation.key, operator_names());
    problems_.add(operation.key_place,
                  fmt::format("'{}' is no condition operator that is known here{} Allowed: {}, "
                              "each but Null also with ForAllValues:, ForAnyValue: and IfExists",
                              operation.key, suggested.empty() ? "." : suggested,
                              fmt::join(operator_names(), ", ")));
  }

  void read_condition(const Operator& test, const Node& key) {
    warn(key.key_place, doubt_about_condition_key(key.key));
    std::vector<const Node*> nodes;
    if (key.kind == Node::Kind::kList) {
      for (const Node& item : key.items)
        nodes.push_back(&item);
    } else {
      nodes.push_back(&key);
    }
    std::vector<std::string> texts;
    for (const Node* const node : nodes) {
      if (node->kind != Node::Kind::kScalar) {
        problems_.add(node->place,
                      fmt::format("a value of {} must be a text, not {}", key.key, what_is(*node)));
        continue;
      }
      texts.push_back(node->text);
      check_value(test, key.key, *node);
    }
    if (auto condition = Condition::make(test, key.key, texts, variables_))
      conditions_.push_back(*std::move(condition));
  }

  // Each by itself, to point at it; all of them are one condition.
  void check_value(const Operator& test, const std::string& key, const Node& node) {
    const auto one = Condition::make(test, key, {node.text}, variables_);
    if (!one) {
      problems_.add(node.place, fmt::format("{}: {}", key, one.error().message));
      return;
    }
    for (const std::string& variable : one->variables())
      warn(node.place, doubt_about_variable(variable));
  }

  // `doubt` is empty where there is none.
  void warn(Place place, std::string doubt) {
    if (!doubt.empty()) warnings_.add(place, std::move(doubt));
  }

  bool variables_;
  Problems& problems_;
  Problems& warnings_;
  std::vector<Condition> conditions_;
};

}  // namespace

std::vector<Condition> read_conditions(const Node& node, bool variables, Problems& problems,
                                       Problems& warnings) {
  return ConditionReading{variables, problems, warnings}.read(node);
}

}  // namespace shadowsim::policy
