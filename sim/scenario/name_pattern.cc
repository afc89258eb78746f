#include "sim/scenario/name_pattern.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "sim/text/nearest_name.h"

namespace shadowsim::scenario {
namespace {

constexpr std::string_view kThing = "{thing}";
constexpr std::string_view kIndex = "index";
constexpr int kWidestIndex = 20;

// One piece of a pattern: text as it stands, or what a pair of braces holds.
struct Piece {
  bool is_placeholder;
  std::string_view text;  // without the braces
};

// Takes the next piece off `rest`. Requires: `rest` is not empty and its braces are paired.
Piece next_piece(std::string_view& rest) {
  const bool is_placeholder = rest.front() == '{';
  const std::size_t length = is_placeholder ? rest.find('}') + 1 : rest.find('{');
  const std::string_view piece = rest.substr(0, length);
  rest.remove_prefix(piece.size());
  if (is_placeholder) return {true, piece.substr(1, piece.size() - 2)};
  return {false, piece};
}

// The least digits of an {index} placeholder; none for another one.
std::optional<int> index_width(std::string_view placeholder) {
  if (!placeholder.starts_with(kIndex)) return std::nullopt;
  placeholder.remove_prefix(kIndex.size());
  if (placeholder.empty()) return 1;
  if (placeholder.front() != ':') return std::nullopt;
  placeholder.remove_prefix(1);
  int width = 0;
  const char* const end = placeholder.data() + placeholder.size();
  const auto [rest, failure] = std::from_chars(placeholder.data(), end, width);
  if (failure != std::errc{} || rest != end || width < 1 || width > kWidestIndex)
    return std::nullopt;
  return width;
}

Error bad_placeholder(std::string_view placeholder, ThingPlaceholder thing) {
  if (placeholder.starts_with("index:"))
    return usage_error(fmt::format("the width in '{{{}}}' must be 1 to {}, as in {{index:4}}",
                                   placeholder, kWidestIndex));
  if (placeholder == "thing")
    return usage_error(
        "{thing} can only stand in fleet.client_id and fleet.certificates, allowed here: {index}, "
        "{index:4}");
  constexpr std::array<std::string_view, 2> kNames{"index", "thing"};
  const std::span<const std::string_view> names{kNames.data(),
                                                thing == ThingPlaceholder::kAllowed ? 2U : 1U};
  return usage_error(fmt::format(
      "unknown placeholder '{{{}}}'{} Allowed: {{index}}, {{index:4}}{}", placeholder,
      nearest_name(placeholder, names) ? suggestion(placeholder, names) : std::string{"."},
      thing == ThingPlaceholder::kAllowed ? ", {thing}" : ""));
}

}  // namespace

Result<void> check_name_pattern(std::string_view pattern, ThingPlaceholder thing) {
  bool open = false;
  for (const char letter : pattern) {
    if ((letter == '{' && open) || (letter == '}' && !open))
      return usage_error(fmt::format("a '{}' too many in '{}'", letter, pattern));
    if (letter == '{') open = true;
    if (letter == '}') open = false;
  }
  if (open) return usage_error(fmt::format("a '{{' without its '}}' in '{}'", pattern));
  for (std::string_view rest = pattern; !rest.empty();) {
    const Piece piece = next_piece(rest);
    if (!piece.is_placeholder || index_width(piece.text)) continue;
    if (piece.text == "thing" && thing == ThingPlaceholder::kAllowed) continue;
    return bad_placeholder(piece.text, thing);
  }
  return {};
}

bool has_index(std::string_view pattern) {
  return pattern.find("{index") != std::string_view::npos;
}

std::string with_thing(std::string_view pattern, std::string_view thing) {
  std::string filled;
  for (;;) {
    const std::size_t at = pattern.find(kThing);
    filled += pattern.substr(0, at);
    if (at == std::string_view::npos) return filled;
    filled += thing;
    pattern.remove_prefix(at + kThing.size());
  }
}

std::string expand_name(std::string_view pattern, std::uint32_t index) {
  std::string name;
  while (!pattern.empty()) {
    const Piece piece = next_piece(pattern);
    if (!piece.is_placeholder) {
      name += piece.text;
    } else {
      const auto width = index_width(piece.text);
      SHADOWSIM_CHECK(width.has_value(), "placeholder {{{}}}", piece.text);
      fmt::format_to(std::back_inserter(name), "{:0{}}", index, *width);
    }
  }
  return name;
}

std::optional<std::uint32_t> index_of_name(std::string_view pattern, std::string_view name,
                                           std::uint32_t count) {
  const auto if_it_fits = [&](std::uint32_t index) -> std::optional<std::uint32_t> {
    if (index < count && expand_name(pattern, index) == name) return index;
    return std::nullopt;
  };
  const std::size_t prefix = pattern.find("{index");
  if (prefix == std::string_view::npos) return if_it_fits(0);
  if (!name.starts_with(pattern.substr(0, prefix))) return std::nullopt;
  std::string_view rest = pattern.substr(prefix);
  const int width = index_width(next_piece(rest).text).value_or(1);
  // The number's digits follow the prefix, padded to the width or, for a large number, more.
  constexpr int kDigitsMost = 10;
  for (int digits = width; digits <= std::max(width, kDigitsMost); ++digits) {
    const std::string_view number = name.substr(prefix, static_cast<std::size_t>(digits));
    std::uint32_t index = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, failure] = std::from_chars(number.data(), end, index);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    if (const auto found = if_it_fits(index)) return found;
  }
  return std::nullopt;
}

std::string NamePattern::name(std::uint32_t index, const std::string& thing) const {
  if (text_.find("{thing}") == std::string::npos) return expand_name(text_, index);
  return expand_name(with_thing(text_, thing), index);
}

}  // namespace shadowsim::scenario
