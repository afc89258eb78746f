#include <string>
#include <string_view>

#include <fmt/format.h>

#include "sim/shadow/json_text.h"
#include "sim/shadow/section.h"
#include "sim/shadow/section_walk.h"

namespace shadowsim::shadow {
namespace {

using Leaf = Section::Leaf;

bool is_array(const Leaf& leaf) {
  return leaf.text.front() == '[';
}

}  // namespace

std::string make_stamp(Timestamp time) {
  return fmt::format(R"({{"timestamp":{}}})", time.time_since_epoch().count());
}

void append_state(std::string& out, const Section& section) {
  append_members(out, section.root(), [&](const Leaf& leaf) { out += leaf.text; });
}

void append_metadata(std::string& out, const Section& section) {
  // Neighbours were mostly set by one update, so a stamp is worth keeping for the next leaf.
  Timestamp time{};
  std::string stamp;
  append_members(out, section.root(), [&](const Leaf& leaf) {
    if (stamp.empty() || leaf.time != time) {
      time = leaf.time;
      stamp = make_stamp(time);
    }
    if (is_array(leaf))
      append_stamped(out, leaf.text, stamp);
    else
      out += stamp;
  });
}

}  // namespace shadowsim::shadow
