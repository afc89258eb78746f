#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A text in YAML or JSON as a tree that remembers where everything stood, so that whoever reads a
// scenario, a policy or a quota profile from it can point at what is wrong.
namespace shadowsim {

// Where something was written. Lines and columns count from 1, columns in characters.
struct Place {
  std::uint32_t source = 0;  // 0: the file; n: the nth source beside it, as an override
  std::uint32_t line = 0;    // 0: the file as a whole
  std::uint32_t column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

// Deeper and larger texts are refused: no file that people write comes near.
inline constexpr std::size_t kLevelsMost = 40;
inline constexpr std::size_t kNodesMost = 300'000;

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

}  // namespace shadowsim
