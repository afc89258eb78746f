#include "sim/text/yaml_text.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "sim/text/json_string.h"

namespace shadowsim {
namespace {

constexpr std::size_t kColumns = 100;

// A plain scalar was plain where it was read, but perhaps not within brackets.
std::string scalar_text(const std::string& text, bool quoted) {
  const bool is_plain =
      !quoted && !text.empty() && text.find_first_of(",[]{}\n") == std::string::npos;
  return is_plain ? text : json_string(text);
}

std::string key_text(const Node& node) {
  const auto is_plain = [](char letter) {
    return letter == '_' || letter == '-' || (letter >= '0' && letter <= '9') ||
           (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  };
  const bool plain =
      !node.key.empty() && node.key.front() != '-' && std::ranges::all_of(node.key, is_plain);
  return plain ? node.key : json_string(node.key);
}

bool is_collection(const Node& node) {
  return node.kind == Node::Kind::kList || node.kind == Node::Kind::kMapping;
}

std::string leaf_text(const Node& node) {
  return node.kind == Node::Kind::kNull ? "~" : scalar_text(node.text, node.quoted);
}

// In one line; none where it holds collections of collections.
std::optional<std::string> flow_text(const Node& node, int levels = 2) {
  if (!is_collection(node)) return leaf_text(node);
  if (levels == 0) return std::nullopt;
  const bool is_mapping = node.kind == Node::Kind::kMapping;
  std::string text{is_mapping ? "{" : "["};
  for (const Node& item : node.items) {
    const auto value = flow_text(item, levels - 1);
    if (!value) return std::nullopt;
    if (text.size() > 1) text += ", ";
    if (is_mapping) text += key_text(item) + ": ";
    text += *value;
  }
  return text + (is_mapping ? '}' : ']');
}

// The lines of a collection, each indented so far but for the first's own indentation.
void append_block(std::string& out, const Node& node, std::size_t indent) {
  bool is_first = true;
  for (const Node& item : node.items) {
    if (!is_first) out.append(indent, ' ');
    is_first = false;
    const bool is_in_mapping = node.kind == Node::Kind::kMapping;
    const std::string lead = is_in_mapping ? key_text(item) + ':' : "-";
    const auto flow = flow_text(item);
    if (flow && (indent > 0 || !is_collection(item) || item.items.size() < 3) &&
        indent + lead.size() + 1 + flow->size() <= kColumns) {
      out += lead + ' ' + *flow + '\n';
    } else if (!is_collection(item)) {
      out += lead + ' ' + leaf_text(item) + '\n';
    } else {
      out += lead;
      if (is_in_mapping)
        out.append("\n").append(indent + 2, ' ');
      else
        out += ' ';
      append_block(out, item, indent + 2);
    }
  }
}

}  // namespace

std::string to_yaml(const Node& node) {
  if (!is_collection(node) || node.items.empty()) return *flow_text(node) + '\n';
  std::string text;
  append_block(text, node, 0);
  return text;
}

}  // namespace shadowsim
