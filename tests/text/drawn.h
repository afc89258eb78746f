#pragma once

#include <string>

#include "sim/text/tree.h"

namespace shadowsim {

// The tree as one line, with the places of values: "{a=1@1:4, b=[x@2:5]@2:4}@1:1".
inline std::string drawn(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::kNull:
      text = "null";
      break;
    case Node::Kind::kScalar:
      text = node.quoted ? "\"" + node.text + "\"" : node.text;
      break;
    case Node::Kind::kList:
    case Node::Kind::kMapping:
      for (const Node& item : node.items) {
        if (!text.empty()) text += ", ";
        if (node.kind == Node::Kind::kMapping) text += item.key + "=";
        text += drawn(item);
      }
      text = node.kind == Node::Kind::kList ? "[" + text + "]" : "{" + text + "}";
  }
  return text + "@" + std::to_string(node.place.line) + ":" + std::to_string(node.place.column);
}

}  // namespace shadowsim
