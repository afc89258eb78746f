#include "sim/shadow/stored_text.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/limits.h"
#include "sim/shadow/section_walk.h"
#include "sim/shadow/utf8.h"

namespace shadowsim::shadow {
namespace {

using rapidjson::Value;
using Leaf = Section::Leaf;
using Members = Section::Members;
using Node = Section::Node;

void append_leaf(std::string& out, const Leaf& leaf) {
  const fmt::format_int seconds{leaf.time.time_since_epoch().count()};
  out += '[';
  out.append(seconds.data(), seconds.size());
  out += ',';
  out += leaf.text;
  out += ']';
}

std::optional<Leaf> read_leaf(const Value& value) {
  if (!value.IsArray() || value.Size() != 2 || !value[0].IsInt64()) return std::nullopt;
  if (value[1].IsObject()) return std::nullopt;
  Leaf leaf{{}, Timestamp{std::chrono::seconds{value[0].GetInt64()}}};
  append_compact(leaf.text, value[1]);
  return leaf;
}

std::optional<Members> read_members(const Value& object) {
  Members members;
  for (const auto& member : object.GetObject()) {
    std::optional<Node> node;
    if (member.value.IsObject())
      node = read_members(member.value);
    else
      node = read_leaf(member.value);
    if (!node) return std::nullopt;
    members.push_back({std::string{to_view(member.name)}, *std::move(node)});
  }
  return members;
}

}  // namespace

void append_stored(std::string& out, const Section& section) {
  append_members(out, section.root(), [&](const Leaf& leaf) { append_leaf(out, leaf); });
}

std::optional<Section> read_stored(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  JsonReader reader;
  Value* const value = reader.read(text);
  // The arrays that hold time and value are one level more than the section had.
  if (value == nullptr || !value->IsObject() || is_deeper_than(*value, kDepthMax + 1))
    return std::nullopt;
  if (has_null_in_array(*value)) return std::nullopt;
  sort_keys(*value);
  auto members = read_members(*value);
  if (!members) return std::nullopt;
  return Section{*std::move(members)};
}

}  // namespace shadowsim::shadow
