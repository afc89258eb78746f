#include "sim/admission/open_requests.h"

#include <algorithm>
#include <functional>

namespace shadowsim::admission {
namespace {

std::size_t hash(std::string_view thing) {
  return std::hash<std::string_view>{}(thing);
}

}  // namespace

bool OpenRequests::has_room_for(std::string_view thing, TimePoint now) {
  const auto first = std::ranges::find_if(
      open_, [&](const Open& one) { return now - one.since < kForgottenAfter; });
  open_.erase(open_.begin(), first);
  return of(thing) < most_of_a_thing_;
}

std::uint64_t OpenRequests::of(std::string_view thing) const {
  return static_cast<std::uint64_t>(std::ranges::count(open_, hash(thing), &Open::thing));
}

OpenRequests::Place OpenRequests::add(std::string_view thing, TimePoint now) {
  open_.push_back({++last_, hash(thing), now});
  return last_;
}

void OpenRequests::answered(Place place) {
  const auto found = std::ranges::find(open_, place, &Open::place);
  if (found != open_.end()) open_.erase(found);
}

}  // namespace shadowsim::admission
