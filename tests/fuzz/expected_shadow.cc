#include "tests/fuzz/expected_shadow.h"

#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"

namespace shadowsim::fuzz {
namespace {

using Member = ExpectedObject::Member;

// What a value becomes where nothing was.
std::optional<Member> make_member(const rapidjson::Value& value) {
  if (value.IsNull()) return std::nullopt;
  Member made;
  if (!value.IsObject()) {
    shadow::append_compact(made.leaf, value);
    return made;
  }
  made.object.merge(value);
  if (made.object.members.empty() && !value.ObjectEmpty()) return std::nullopt;
  return made;
}

}  // namespace

void ExpectedObject::merge(const rapidjson::Value& patch) {
  for (const auto& [name, value] : patch.GetObject()) {
    const std::string key{shadow::to_view(name)};
    const auto found = members.find(key);
    if (value.IsNull()) {
      members.erase(key);
    } else if (found == members.end()) {
      if (auto made = make_member(value)) members.emplace(key, *std::move(made));
    } else if (value.IsObject() && found->second.leaf.empty()) {
      found->second.object.merge(value);
    } else {
      found->second = make_member(value).value_or(Member{});
    }
  }
}

std::string ExpectedObject::text() const {
  std::string out = "{";
  for (const auto& [key, member] : members) {
    if (out.size() > 1) out += ',';
    shadow::append_quoted(out, key);
    out += ':';
    out += member.leaf.empty() ? member.object.text() : member.leaf;
  }
  return out += '}';
}

}  // namespace shadowsim::fuzz
