#include "sim/text/tree.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim {

const Node* Node::find(std::string_view name) const {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Node& item) { return item.key == name; });
  return found == items.end() ? nullptr : &*found;
}

Node* Node::find(std::string_view name) {
  return const_cast<Node*>(static_cast<const Node&>(*this).find(name));
}

std::string what_is(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kNull:
      return "nothing";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kMapping:
      return "a mapping";
    case Node::Kind::kScalar:
      break;
  }
  // Whoever is told wants to recognise the text, not to read all of it.
  constexpr std::size_t kShown = 60;
  std::string shown = node.text.substr(0, kShown);
  if (shown.size() < node.text.size()) {
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0U) == 0x80U)
      shown.pop_back();
    if (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0x80U) != 0) shown.pop_back();
    shown += "...";
  }
  for (char& letter : shown) {
    if (letter == '\n' || letter == '\r' || letter == '\t') letter = ' ';
  }
  return node.quoted ? fmt::format("the text \"{}\"", shown) : fmt::format("'{}'", shown);
}

}  // namespace shadowsim
