#include "sim/policy/document_reading.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/policy/condition_reading.h"
#include "sim/policy/known_actions.h"
#include "sim/policy/known_keys.h"
#include "sim/policy/resource_flaw.h"
#include "sim/text/json_tree.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::policy {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> kDocumentKeys{"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 7> kStatementKeys{
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"};

bool is_action(std::string_view text) {
  const std::size_t colon = text.find(':');
  return text == "*" || (colon != std::string_view::npos && colon > 0 && colon + 1 < text.size());
}

class DocumentReading {
 public:
  DocumentReading(Problems& problems, Problems& warnings)
      : problems_{problems}, warnings_{warnings} {}

  Document read(const Node& root) {
    Document document;
    if (root.kind != Node::Kind::kMapping) {
      problems_.add(root.place,
                    "a policy is an object with Version and Statement, not " + what_is(root));
      return document;
    }
    check_keys(root, "a policy", kDocumentKeys);
    read_version(root);
    if (const Node* const id = root.find("Id")) document.id = text_of(*id).value_or("");
    const Node* const statements = root.find("Statement");
    if (statements == nullptr) {
      problems_.add(root.place, "a policy needs the key 'Statement': an object, or a list of them");
    } else if (statements->kind == Node::Kind::kList) {
      for (const Node& statement : statements->items)
        document.statements.push_back(read_statement(statement));
    } else {
      document.statements.push_back(read_statement(*statements));
    }
    return document;
  }

 private:
  void check_keys(const Node& node, std::string_view title, Names allowed) {
    for (const Node& item : node.items) {
      if (std::ranges::find(allowed, item.key) != allowed.end()) continue;
      if (item.key == "Principal" || item.key == "NotPrincipal") {
        problems_.add(item.key_place,
                      fmt::format("{} of AWS IoT names no {}: it is attached to its "
                                  "principal",
                                  title, item.key));
        continue;
      }
      problems_.add(item.key_place, unknown_key(title, item.key, allowed));
    }
  }

  // None where it is no text, which is told then.
  std::optional<std::string> text_of(const Node& node) {
    if (node.kind == Node::Kind::kScalar && node.quoted) return node.text;
    problems_.add(node.place, fmt::format("{} must be a text, not {}", node.key, what_is(node)));
    return std::nullopt;
  }

  void read_version(const Node& root) {
    const Node* const version = root.find("Version");
    if (version == nullptr) {
      warnings_.add(root.place,
                    "a policy without a Version is read as one of 2008-10-17, without variables");
      return;
    }
    const auto text = text_of(*version);
    variables_ = text == "2012-10-17";
    if (text && !variables_ && text != "2008-10-17")
      problems_.add(version->place,
                    fmt::format("Version must be 2012-10-17 or 2008-10-17, not '{}'", *text));
  }

  Statement read_statement(const Node& node) {
    Statement statement;
    statement.place = node.place;
    if (node.kind != Node::Kind::kMapping) {
      problems_.add(node.place, "a statement is an object, not " + what_is(node));
      return statement;
    }
    check_keys(node, "a statement", kStatementKeys);
    if (const Node* const sid = node.find("Sid")) statement.sid = read_sid(*sid);
    read_effect(node, statement);
    if (const Node* const actions = one_of(node, "Action", "NotAction")) {
      statement.excludes_actions = actions->key == "NotAction";
      for (const Node* const action : texts_in(*actions))
        read_action(*action, statement);
    }
    if (const Node* const resources = one_of(node, "Resource", "NotResource")) {
      statement.excludes_resources = resources->key == "NotResource";
      for (const Node* const resource : texts_in(*resources))
        read_resource(*resource, statement);
    }
    if (const Node* const conditions = node.find("Condition"))
      statement.conditions = read_conditions(*conditions, variables_, problems_, warnings_);
    return statement;
  }

  std::string read_sid(const Node& node) {
    const std::string sid = text_of(node).value_or("");
    const bool is_plain = std::ranges::all_of(sid, [](char letter) {
      return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
             (letter >= '0' && letter <= '9');
    });
    if (!is_plain)
      warnings_.add(node.place,
                    fmt::format("the Sid '{}' holds more than letters and digits", sid));
    if (!sid.empty() && !sids_.insert(sid).second)
      warnings_.add(node.place, fmt::format("the Sid '{}' stands twice", sid));
    return sid;
  }

  void read_effect(const Node& node, Statement& statement) {
    constexpr std::array<std::string_view, 2> kEffects{"Allow", "Deny"};
    const Node* const effect = node.find("Effect");
    if (effect == nullptr) {
      problems_.add(node.place, "a statement needs the key 'Effect': Allow or Deny");
      return;
    }
    const auto text = text_of(*effect);
    if (!text) return;
    statement.effect = text == "Deny" ? Effect::kDeny : Effect::kAllow;
    if (std::ranges::find(kEffects, *text) == kEffects.end())
      problems_.add(effect->place, fmt::format("Effect must be Allow or Deny, not '{}'{}", *text,
                                               suggestion(*text, kEffects)));
  }

  // The one of two elements that a statement has.
  const Node* one_of(const Node& node, std::string_view plain, std::string_view negated) {
    const Node* const one = node.find(plain);
    const Node* const other = node.find(negated);
    if (one != nullptr && other != nullptr) {
      problems_.add(other->key_place,
                    fmt::format("a statement has {} or {}, not both", plain, negated));
    } else if (one == nullptr && other == nullptr) {
      problems_.add(node.place, fmt::format("a statement needs one of {} and {}", plain, negated));
    }
    return one != nullptr ? one : other;
  }

  // A text, or the texts of a list that has at least one.
  std::vector<const Node*> texts_in(const Node& node) {
    std::vector<const Node*> texts;
    const auto add = [&](const Node& one) {
      if (one.kind == Node::Kind::kScalar && one.quoted && !one.text.empty()) {
        texts.push_back(&one);
      } else {
        problems_.add(one.place, fmt::format("{} must be a text or a list of texts, none of them "
                                             "empty, not {}",
                                             node.key, what_is(one)));
      }
    };
    if (node.kind != Node::Kind::kList) {
      add(node);
      return texts;
    }
    if (node.items.empty())
      problems_.add(node.place, fmt::format("{} must name at least one", node.key));
    for (const Node& item : node.items)
      add(item);
    return texts;
  }

  void read_action(const Node& node, Statement& statement) {
    if (!is_action(node.text)) {
      problems_.add(node.place, fmt::format("'{}' is no action: it must be '*' or like iot:Publish",
                                            node.text));
      return;
    }
    warn(node, doubt_about_action(node.text));
    const auto pattern = Pattern::compile(node.text, {.wildcards = true, .folds_case = true});
    statement.actions.push_back(*pattern->resolve(Facts{{}}));
  }

  void read_resource(const Node& node, Statement& statement) {
    const std::string flaw = flaw_of_resource(node.text, variables_);
    const auto pattern = Pattern::compile(node.text, {.variables = variables_, .wildcards = true});
    if (!pattern) {
      problems_.add(node.place, pattern.error().message);
    } else if (!flaw.empty()) {
      problems_.add(node.place, flaw);
    } else {
      warn(node, doubt_about_resource(node.text, variables_));
      if (!variables_ && node.text.find("${") != std::string::npos)
        warn(node,
             fmt::format("'{}': without Version 2012-10-17 a variable is taken letter by letter",
                         node.text));
      for (const std::string& key : pattern->variables())
        warn(node, doubt_about_variable(key));
      statement.resources.push_back(*pattern);
    }
  }

  // `doubt` is empty where there is none.
  void warn(const Node& node, std::string doubt) {
    if (!doubt.empty()) warnings_.add(node.place, std::move(doubt));
  }

  Problems& problems_;
  Problems& warnings_;
  bool variables_ = false;
  std::set<std::string> sids_;
};

}  // namespace

std::optional<Document> read_document(const Node& root, Problems& problems, Problems& warnings) {
  const std::size_t before = problems.count();
  refuse_repeated_keys(root, problems);
  Document document = DocumentReading{problems, warnings}.read(root);
  if (problems.count() != before) return std::nullopt;
  return document;
}

void check_size(std::string_view json, Place place, Problems& problems, std::size_t most) {
  const std::size_t count = counted_characters(json);
  if (count <= most) return;
  problems.add(place, fmt::format("the policy has {} characters without white space, AWS takes at "
                                  "most {} (policy_document_max_characters_without_whitespace)",
                                  count, most));
}

}  // namespace shadowsim::policy
