#include "sim/policy/policy_case.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "sim/policy/document_reading.h"
#include "sim/text/json_tree.h"
#include "sim/text/nearest_name.h"
#include "sim/text/problems.h"

namespace shadowsim::policy {
namespace {

constexpr std::array<std::string_view, 11> kContextKeys{
    "clientId",   "thingName",         "thingAssociation", "thingTypeName",
    "attributes", "certificate",       "certificateId",    "sourceIp",
    "domainName", "connectAttributes", "lastWillTopic"};

constexpr std::array<std::string_view, 7> kCaseKeys{"name",   "policies", "context", "request",
                                                    "expect", "why",      "comment"};
constexpr std::array<std::string_view, 2> kRequestKeys{"action", "resource"};

class CaseReading {
 public:
  // `json` is the text that the tree was read from.
  CaseReading(std::string_view json, const std::string& file, Problems& problems)
      : json_{json}, file_{file}, problems_{problems} {}

  Case read(const Node& node) {
    Case one;
    if (!is_mapping(node, "a case")) return one;
    check_keys(node, "a case", kCaseKeys);
    refuse_own_repeated_keys(node);
    one.name = required_text(node, "name").value_or("");
    one.why = optional_text(node, "why").value_or("");
    read_policies(node, one);
    if (const Node* const context = node.find("context")) one.context = read_context(*context);
    read_request(node, one);
    const Node* const expect = node.find("expect");
    const auto expected = required_text(node, "expect");
    one.allows = expected == "allow";
    if (expected && expected != "allow" && expected != "deny")
      problems_.add(expect->place,
                    fmt::format("expect must be allow or deny, not '{}'", *expected));
    return one;
  }

 private:
  // Those of the policies are the policies' matter.
  void refuse_own_repeated_keys(Node node) {
    for (Node& item : node.items)
      if (item.key == "policies") item.items.clear();
    refuse_repeated_keys(node, problems_);
  }

  void check_keys(const Node& node, std::string_view title,
                  std::span<const std::string_view> allowed) {
    for (const Node& item : node.items) {
      if (std::ranges::find(allowed, item.key) == allowed.end())
        problems_.add(item.key_place, unknown_key(title, item.key, allowed));
    }
  }

  bool is_mapping(const Node& node, std::string_view title) {
    if (node.kind == Node::Kind::kMapping) return true;
    problems_.add(node.place, fmt::format("{} must be an object, not {}", title, what_is(node)));
    return false;
  }

  // None where it is no text, which is told then.
  std::optional<std::string> text_of(const Node& node) {
    if (node.kind == Node::Kind::kScalar && node.quoted) return node.text;
    problems_.add(node.place, fmt::format("{} must be a text, not {}", node.key, what_is(node)));
    return std::nullopt;
  }

  std::optional<std::string> required_text(const Node& node, std::string_view key) {
    if (const Node* const found = node.find(key)) return text_of(*found);
    problems_.add(node.place, fmt::format("a case needs '{}': a text", key));
    return std::nullopt;
  }

  std::optional<std::string> optional_text(const Node& node, std::string_view key) {
    const Node* const found = node.find(key);
    if (found == nullptr) return std::nullopt;
    return text_of(*found);
  }

  // One text, or a list of them.
  std::vector<std::string> texts_of(const Node& node) {
    std::vector<std::string> texts;
    if (node.kind != Node::Kind::kList) return {text_of(node).value_or("")};
    for (const Node& item : node.items) {
      if (item.kind == Node::Kind::kScalar && item.quoted) {
        texts.push_back(item.text);
      } else {
        problems_.add(item.place,
                      fmt::format("{} must hold texts, not {}", node.key, what_is(item)));
      }
    }
    return texts;
  }

  void read_policies(const Node& node, Case& one) {
    const Node* const policies = node.find("policies");
    if (policies == nullptr || policies->kind != Node::Kind::kList) {
      problems_.add(policies != nullptr ? policies->place : node.place,
                    "a case needs 'policies': a list of policy documents");
      return;
    }
    Problems wrong{file_};
    Problems odd{file_};
    for (const Node& policy : policies->items) {
      if (policy.kind == Node::Kind::kMapping)
        check_size(json_text_at(json_, policy.place), policy.place, wrong);
      if (auto document = read_document(policy, wrong, odd))
        one.documents.push_back(*std::move(document));
    }
    if (wrong.empty())
      one.warnings = odd.lines();
    else
      one.refusal = wrong.to_error().message;
  }

  Context read_context(const Node& node) {
    Context context;
    if (!is_mapping(node, "context")) return context;
    check_keys(node, "a context", kContextKeys);
    context.client_id = optional_text(node, "clientId");
    context.thing = optional_text(node, "thingName");
    context.thing_type = optional_text(node, "thingTypeName");
    context.certificate_id = optional_text(node, "certificateId");
    context.source_ip = optional_text(node, "sourceIp");
    context.domain_name = optional_text(node, "domainName");
    context.last_will_topic = optional_text(node, "lastWillTopic");
    read_association(node, context);
    if (const Node* const attributes = node.find("attributes");
        attributes != nullptr && is_mapping(*attributes, "attributes")) {
      for (const Node& attribute : attributes->items)
        context.attributes[attribute.key] = text_of(attribute).value_or("");
    }
    if (const Node* const certificate = node.find("certificate");
        certificate != nullptr && is_mapping(*certificate, "certificate")) {
      for (const Node& attribute : certificate->items)
        context.certificate[attribute.key] = texts_of(attribute);
    }
    if (const Node* const attributes = node.find("connectAttributes"))
      context.connect_attributes = texts_of(*attributes);
    return context;
  }

  void read_association(const Node& node, Context& context) {
    const Node* const association = node.find("thingAssociation");
    if (association == nullptr) return;
    const auto text = text_of(*association);
    if (text == "exclusive") context.association = ThingAssociation::kExclusive;
    if (text && text != "exclusive" && text != "non-exclusive")
      problems_.add(
          association->place,
          fmt::format("thingAssociation must be exclusive or non-exclusive, not '{}'", *text));
  }

  void read_request(const Node& node, Case& one) {
    const Node* const request = node.find("request");
    if (request == nullptr || request->kind != Node::Kind::kMapping) {
      problems_.add(request != nullptr ? request->place : node.place,
                    "a case needs 'request': an object with action and resource");
      return;
    }
    check_keys(*request, "a request", kRequestKeys);
    one.action = required_text(*request, "action").value_or("");
    one.resource = required_text(*request, "resource").value_or("");
  }

  std::string_view json_;
  const std::string& file_;
  Problems& problems_;
};

}  // namespace

Result<std::vector<Case>> parse_cases(std::string_view json, const std::string& file) {
  Problems problems{file};
  const auto root = read_json(json, 0, problems, RepeatedKeys::kKept);
  if (!root) return problems.to_error();
  if (root->kind != Node::Kind::kList) {
    problems.add(root->place, "a file of policy cases is a list, not " + what_is(*root));
    return problems.to_error();
  }
  std::vector<Case> cases;
  std::map<std::string, std::uint32_t> lines;  // of the names met so far
  for (const Node& node : root->items) {
    if (node.find("comment") != nullptr && node.find("name") == nullptr) continue;
    Problems flaws{file};
    Case one = CaseReading{json, file, flaws}.read(node);
    const auto [first, is_new] = lines.emplace(one.name, node.place.line);
    if (!is_new && !one.name.empty())
      flaws.add(
          node.find("name")->place,
          fmt::format("the case '{}' stands twice, first in line {}", one.name, first->second));
    if (!flaws.empty()) one.flaws = flaws.to_error().message;
    cases.push_back(std::move(one));
  }
  return cases;
}

Decision judge(const Case& one) {
  if (!one.refusal.empty()) return {};
  return evaluate(one.documents, one.action, one.resource, Facts{one.context});
}

bool passes(const Case& one) {
  return one.flaws.empty() && judge(one).is_allowed() == one.allows;
}

std::string failure_text(const Case& one) {
  std::string text = fmt::format("failed  {}\n", one.name);
  if (!one.flaws.empty()) return text + one.flaws + '\n';
  if (!one.why.empty()) text += fmt::format("  rule      {}\n", one.why);
  text += fmt::format("  request   {} {}\n  expected  {}\n  came      ", one.action, one.resource,
                      one.allows ? "allowed" : "denied");
  if (one.refusal.empty()) return text + to_text(judge(one), one.documents) + '\n';
  return text + "denied: the policies are refused\n" + one.refusal + '\n';
}

}  // namespace shadowsim::policy
