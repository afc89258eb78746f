#pragma once

#include <map>
#include <optional>
#include <string>

#include <rapidjson/fwd.h>

namespace shadowsim::fuzz {

// A JSON object as the plainest tree there is, and the service's rules of merging on it: what the
// service's own trees are compared with. Slow, and of no use for anything else.
struct ExpectedObject {
  struct Member;

  std::map<std::string, Member> members;

  // Null removes, objects merge key by key, all else replaces. Of a new object the nulls are left
  // out, and the object itself where it then holds nothing.
  // Requires: an object in the order of sort_keys().
  // Source: shadow-protocol.md, section 5.
  void merge(const rapidjson::Value& patch);

  // Compact JSON.
  std::string text() const;
};

struct ExpectedObject::Member {
  std::string leaf;  // compact JSON; empty for an object
  ExpectedObject object;
};

}  // namespace shadowsim::fuzz
