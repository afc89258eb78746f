#include "sim/shadow/turned_away.h"

#include <charconv>
#include <system_error>

#include <fmt/format.h>

#include "sim/base/check.h"

namespace shadowsim::shadow {
namespace {

constexpr std::string_view kMark = "$shadowsim/rejected/";
static_assert(kMark.starts_with(kInternalTopics));
constexpr std::size_t kDigits = 3;

bool is_code(int code) {
  return code >= 400 && code <= 599;
}

}  // namespace

std::optional<TurnedAway> read_turned_away(std::string_view topic) {
  if (!topic.starts_with(kMark)) return std::nullopt;
  topic.remove_prefix(kMark.size());
  if (topic.size() <= kDigits || topic[kDigits] != '/') return std::nullopt;
  TurnedAway away;
  const char* const end = topic.data() + kDigits;
  const auto [rest, error] = std::from_chars(topic.data(), end, away.code);
  if (error != std::errc{} || rest != end || !is_code(away.code)) return std::nullopt;
  away.topic = topic.substr(kDigits + 1);
  return away;
}

std::string to_topic(const TurnedAway& away) {
  SHADOWSIM_CHECK(is_code(away.code), "code={}", away.code);
  return fmt::format("{}{}/{}", kMark, away.code, away.topic);
}

}  // namespace shadowsim::shadow
