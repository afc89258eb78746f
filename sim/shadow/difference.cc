#include "sim/shadow/json_text.h"
#include "sim/shadow/section.h"

namespace shadowsim::shadow {
namespace {

using Leaf = Section::Leaf;
using Member = Section::Member;
using Members = Section::Members;
using Node = Section::Node;

// Calls visit(desired member, reported node or null) for each member of `desired`, walking along
// both, until it returns false. False where it was stopped.
template <class Visit>
bool for_each_beside(const Members& desired, const Members& reported, const Visit& visit) {
  auto beside = reported.begin();
  for (const Member& member : desired) {
    while (beside != reported.end() && beside->key < member.key)
      ++beside;
    const bool is_same_key = beside != reported.end() && beside->key == member.key;
    if (!visit(member, is_same_key ? &beside->value : nullptr)) return false;
  }
  return true;
}

bool are_equal_leaves(const Node& one, const Node& other) {
  const auto* const leaf = std::get_if<Leaf>(&one);
  const auto* const other_leaf = std::get_if<Leaf>(&other);
  return leaf != nullptr && other_leaf != nullptr && equal_compact(leaf->text, other_leaf->text);
}

Members difference_of(const Members& desired, const Members& reported) {
  Members result;
  for_each_beside(desired, reported, [&](const Member& member, const Node* beside) {
    const auto* const inner = std::get_if<Members>(&member.value);
    const auto* const inner_beside = beside ? std::get_if<Members>(beside) : nullptr;
    if (inner != nullptr && inner_beside != nullptr) {
      auto inner_difference = difference_of(*inner, *inner_beside);
      if (!inner_difference.empty()) result.push_back({member.key, std::move(inner_difference)});
    } else if (beside == nullptr || !are_equal_leaves(member.value, *beside)) {
      result.push_back(member);
    }
    return true;
  });
  return result;
}

bool is_reached_by(const Members& desired, const Members& reported) {
  return for_each_beside(desired, reported, [](const Member& member, const Node* beside) {
    if (beside == nullptr) return false;
    const auto* const inner = std::get_if<Members>(&member.value);
    const auto* const inner_beside = std::get_if<Members>(beside);
    if (inner != nullptr && inner_beside != nullptr) return is_reached_by(*inner, *inner_beside);
    return are_equal_leaves(member.value, *beside);
  });
}

bool are_equal(const Members& one, const Members& other) {
  if (one.size() != other.size()) return false;
  return for_each_beside(one, other, [](const Member& member, const Node* beside) {
    if (beside == nullptr) return false;
    const auto* const inner = std::get_if<Members>(&member.value);
    const auto* const inner_beside = std::get_if<Members>(beside);
    if (inner != nullptr && inner_beside != nullptr) return are_equal(*inner, *inner_beside);
    return are_equal_leaves(member.value, *beside);
  });
}

}  // namespace

Section difference(const Section& desired, const Section& reported) {
  return Section{difference_of(desired.root(), reported.root())};
}

bool is_reached(const Section& desired, const Section& reported) {
  return is_reached_by(desired.root(), reported.root());
}

bool same_state(const Section& one, const Section& other) {
  return are_equal(one.root(), other.root());
}

}  // namespace shadowsim::shadow
