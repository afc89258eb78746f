#include "sim/admission/filter_tree.h"

#include <algorithm>

namespace shadowsim::admission {
namespace {

constexpr std::string_view kOne = "+";
constexpr std::string_view kRest = "#";

// The first level of a topic or filter, and what follows it.
struct Cut {
  explicit Cut(std::string_view text) : first{text.substr(0, text.find('/'))} {
    is_last = first.size() == text.size();
    if (!is_last) rest = text.substr(first.size() + 1);
  }

  std::string_view first;
  std::string_view rest{};
  bool is_last;
};

}  // namespace

void FilterTree::add(std::string_view filter, Session& session) {
  Level* level = &root_;
  for (Cut cut{filter};; cut = Cut{cut.rest}) {
    level = &level->below.try_emplace(std::string{cut.first}).first->second;
    if (cut.is_last) break;
  }
  level->sessions.push_back(&session);
  ++size_;
}

void FilterTree::remove(std::string_view filter, Session& session) {
  if (remove(root_, filter, session)) --size_;
}

bool FilterTree::remove(Level& level, std::string_view filter, Session& session) {
  const Cut cut{filter};
  const auto found = level.below.find(cut.first);
  if (found == level.below.end()) return false;
  Level& next = found->second;
  const bool is_removed =
      cut.is_last ? std::erase(next.sessions, &session) != 0 : remove(next, cut.rest, session);
  if (next.sessions.empty() && next.below.empty()) level.below.erase(found);
  return is_removed;
}

std::vector<Session*> FilterTree::matching(std::string_view topic) const {
  std::vector<Session*> found;
  if (!is_empty()) match(root_, topic, true, found);
  return found;
}

void FilterTree::match(const Level& level, std::string_view topic, bool is_first,
                       std::vector<Session*>& found) {
  const Cut cut{topic};
  const auto take = [&](const Level& next) {
    found.insert(found.end(), next.sessions.begin(), next.sessions.end());
  };
  const bool is_wild = !is_first || !topic.starts_with('$');
  if (const auto rest = level.below.find(kRest); is_wild && rest != level.below.end())
    take(rest->second);
  for (const std::string_view name : {cut.first, kOne}) {
    if (name == kOne && !is_wild) break;
    const auto next = level.below.find(name);
    if (next == level.below.end()) continue;
    if (!cut.is_last) {
      match(next->second, cut.rest, false, found);
      continue;
    }
    take(next->second);
    const auto rest = next->second.below.find(kRest);
    if (rest != next->second.below.end()) take(rest->second);
  }
}

}  // namespace shadowsim::admission
