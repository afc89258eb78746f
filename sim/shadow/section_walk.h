#pragma once

#include <string>

#include "sim/shadow/json_text.h"
#include "sim/shadow/section.h"

namespace shadowsim::shadow {

// Appends the members as a compact JSON object, at any depth, with append_leaf(leaf) writing what
// stands for each leaf.
template <class AppendLeaf>
void append_members(std::string& out, const Section::Members& members,
                    const AppendLeaf& append_leaf) {
  out += '{';
  bool is_first = true;
  for (const auto& member : members) {
    if (!is_first) out += ',';
    is_first = false;
    append_quoted(out, member.key);
    out += ':';
    if (const auto* const leaf = std::get_if<Section::Leaf>(&member.value))
      append_leaf(*leaf);
    else
      append_members(out, std::get<Section::Members>(member.value), append_leaf);
  }
  out += '}';
}

}  // namespace shadowsim::shadow
