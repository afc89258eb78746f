#include "sim/shadow/section.h"

#include <algorithm>
#include <iterator>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/json_text.h"
#include "sim/shadow/limits.h"

namespace shadowsim::shadow {
namespace {

using rapidjson::Value;
using Leaf = Section::Leaf;
using Member = Section::Member;
using Members = Section::Members;
using Node = Section::Node;

Members::const_iterator find(const Members& members, std::string_view key) {
  const auto found = std::lower_bound(
      members.begin(), members.end(), key,
      [](const Member& member, std::string_view wanted) { return member.key < wanted; });
  return found != members.end() && found->key == key ? found : members.end();
}

Leaf make_leaf(const Value& value, Timestamp time) {
  Leaf leaf{{}, time};
  append_compact(leaf.text, value);
  return leaf;
}

// A subtree that was not there before, without its nulls. None for an object that holds nothing but
// nulls, at whatever depth; an empty object is a value.
std::optional<Node> make_node(const Value& value, Timestamp time) {
  if (value.IsNull()) return std::nullopt;
  if (!value.IsObject()) return make_leaf(value, time);
  Members members;
  for (const auto& member : value.GetObject()) {
    if (auto node = make_node(member.value, time))
      members.push_back({std::string{to_view(member.name)}, std::move(*node)});
  }
  if (members.empty() && !value.ObjectEmpty()) return std::nullopt;
  return members;
}

// No leaf that is kept has an empty text.
void mark_removed(Node& node) {
  node = Leaf{};
}

bool is_removed(const Member& member) {
  const auto* const leaf = std::get_if<Leaf>(&member.value);
  return leaf != nullptr && leaf->text.empty();
}

void insert_sorted(Members& members, Members added) {
  const auto middle = static_cast<std::ptrdiff_t>(members.size());
  members.reserve(members.size() + added.size());
  std::move(added.begin(), added.end(), std::back_inserter(members));
  std::inplace_merge(members.begin(), members.begin() + middle, members.end(),
                     [](const Member& one, const Member& other) { return one.key < other.key; });
}

void merge_members(Members& stored, const Value& patch, Timestamp time);

// Applies a patch, null included, to a node that is there.
void merge_node(Node& node, const Value& patch, Timestamp time) {
  if (patch.IsNull()) {
    mark_removed(node);
  } else if (!patch.IsObject()) {
    node = make_leaf(patch, time);
  } else if (auto* const members = std::get_if<Members>(&node)) {
    merge_members(*members, patch, time);
  } else {
    node = make_node(patch, time).value_or(Members{});
  }
}

// One walk along both, as both are sorted, so that a patch of many keys costs no more than its
// size.
void merge_members(Members& stored, const Value& patch, Timestamp time) {
  Members added;
  bool some_removed = false;
  auto place = stored.begin();
  for (const auto& member : patch.GetObject()) {
    const std::string_view key = to_view(member.name);
    place = std::lower_bound(
        place, stored.end(), key,
        [](const Member& other, std::string_view wanted) { return other.key < wanted; });
    if (place != stored.end() && place->key == key) {
      merge_node(place->value, member.value, time);
      some_removed = some_removed || member.value.IsNull();
    } else if (auto node = make_node(member.value, time)) {
      added.push_back({std::string{key}, std::move(*node)});
    }
  }
  if (some_removed) std::erase_if(stored, is_removed);
  if (!added.empty()) insert_sorted(stored, std::move(added));
}

void merge_members(Members& stored, const Members& patch) {
  for (const Member& member : patch) {
    const auto place = std::lower_bound(
        stored.begin(), stored.end(), member.key,
        [](const Member& other, const std::string& wanted) { return other.key < wanted; });
    if (place == stored.end() || place->key != member.key) {
      stored.insert(place, member);
      continue;
    }
    auto* const inner = std::get_if<Members>(&place->value);
    const auto* const patch_inner = std::get_if<Members>(&member.value);
    if (inner != nullptr && patch_inner != nullptr)
      merge_members(*inner, *patch_inner);
    else
      place->value = member.value;
  }
}

constexpr std::string_view kEmptyObject = "{}";

void append_pointer_step(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char character : key) {
    if (character == '~')
      pointer += "~0";
    else if (character == '/')
      pointer += "~1";
    else
      pointer += character;
  }
}

// The key that a step of a pointer stands for.
std::string unescape_step(std::string_view step) {
  std::string key;
  for (std::size_t at = 0; at < step.size(); ++at) {
    if (step[at] == '~' && at + 1 < step.size())
      key += step[++at] == '1' ? '/' : '~';
    else
      key += step[at];
  }
  return key;
}

using Visit = std::function<void(std::string_view, std::string_view)>;

void visit_leaves(const Members& members, std::string& pointer, const Visit& visit) {
  for (const Member& member : members) {
    const std::size_t length = pointer.size();
    append_pointer_step(pointer, member.key);
    if (const auto* const leaf = std::get_if<Leaf>(&member.value))
      visit(pointer, leaf->text);
    else if (const auto& inner = std::get<Members>(member.value); inner.empty())
      visit(pointer, kEmptyObject);
    else
      visit_leaves(inner, pointer, visit);
    pointer.resize(length);
  }
}

std::size_t object_bytes(const Members& members) {
  // The braces, a colon for each member, a comma between two.
  std::size_t bytes = 2 + members.size() + (members.empty() ? 0 : members.size() - 1);
  for (const Member& member : members) {
    bytes += quoted_bytes(member.key);
    if (const auto* const leaf = std::get_if<Leaf>(&member.value))
      bytes += leaf->text.size();
    else
      bytes += object_bytes(std::get<Members>(member.value));
  }
  return bytes;
}

}  // namespace

std::optional<Section> Section::parse(std::string_view json, Timestamp time) {
  JsonReader reader;
  Value* const value = reader.read(json);
  if (value == nullptr || !value->IsObject() || is_deeper_than(*value, kDepthMax))
    return std::nullopt;
  sort_keys(*value);
  Section section;
  section.merge(*value, time);
  return section;
}

void Section::merge(const Value& patch, Timestamp time) {
  merge_members(root_, patch, time);
}

void Section::merge(const Section& patch) {
  merge_members(root_, patch.root_);
}

std::optional<std::string_view> Section::leaf(std::string_view pointer) const {
  const Members* members = &root_;
  while (pointer.starts_with('/')) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    const auto found = find(*members, unescape_step(step));
    if (found == members->end()) return std::nullopt;
    if (const auto* const leaf = std::get_if<Leaf>(&found->value))
      return pointer.empty() ? std::optional<std::string_view>{leaf->text} : std::nullopt;
    members = &std::get<Members>(found->value);
    if (pointer.empty() && members->empty()) return kEmptyObject;
  }
  return std::nullopt;
}

void Section::for_each_leaf(const Visit& visit) const {
  std::string pointer;
  visit_leaves(root_, pointer, visit);
}

std::size_t Section::stored_bytes() const {
  return empty() ? 0 : object_bytes(root_);
}

}  // namespace shadowsim::shadow
