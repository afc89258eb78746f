#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A scenario's text as a tree that remembers where everything stood: what the YAML reader makes,
// the overrides change, the schema is held against, and the typed scenario is read from.
namespace shadowsim::scenario {

// Where something was written. Lines and columns count from 1, columns in characters.
struct Place {
  std::uint32_t source = 0;  // 0: the scenario file; n: the nth override
  std::uint32_t line = 0;    // 0: the file as a whole
  std::uint32_t column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

// A value of the tree, with its key where it stands in a mapping.
struct Node {
  enum class Kind : std::uint8_t { kNull, kScalar, kList, kMapping };

  Kind kind = Kind::kNull;
  std::string text;         // of a scalar, without quotes
  bool quoted = false;      // the scalar is text, whatever it looks like
  std::vector<Node> items;  // of a list or a mapping, in the order written
  Place place;              // where the value begins
  std::string key;          // in a mapping
  Place key_place;

  // Set by the validation where the value cannot be read: it has told why.
  bool sound = true;

  // The item with that key; null where there is none. Meant for mappings.
  const Node* find(std::string_view name) const;
  Node* find(std::string_view name);

  // Where to point at when something is missing inside: the key that introduces it, if there is
  // one.
  Place introduced_at() const {
    return key_place.line != 0 || key_place.source != 0 ? key_place : place;
  }
};

// What a node is, for a message: "'red'", "a list", "a mapping", "nothing".
std::string what_is(const Node& node);

}  // namespace shadowsim::scenario
