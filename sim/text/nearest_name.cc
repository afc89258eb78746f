#include "sim/text/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <fmt/format.h>

namespace shadowsim {
namespace {

char folded(char letter) {
  if (letter >= 'A' && letter <= 'Z') return static_cast<char>(letter - 'A' + 'a');
  return letter == '-' ? '_' : letter;
}

// Longer texts are no slip of a known name, and would cost the square of their length.
constexpr std::size_t kLongestName = 200;

std::size_t edits_allowed(std::size_t length) {
  if (length <= 4) return 1;
  return length <= 7 ? 2 : 3;
}

}  // namespace

std::size_t edit_distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before_last(other.size() + 1);
  std::vector<std::size_t> last(other.size() + 1);
  std::vector<std::size_t> current(other.size() + 1);
  std::iota(last.begin(), last.end(), 0U);
  for (std::size_t i = 1; i <= one.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const bool same = folded(one[i - 1]) == folded(other[j - 1]);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && folded(one[i - 1]) == folded(other[j - 2]) &&
          folded(one[i - 2]) == folded(other[j - 1]))
        current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[other.size()];
}

std::optional<std::string_view> nearest_name(std::string_view written,
                                             std::span<const std::string_view> names) {
  if (written.empty() || written.size() > kLongestName) return std::nullopt;
  std::optional<std::string_view> nearest;
  std::size_t least = edits_allowed(written.size()) + 1;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(written, name);
    // With every letter exchanged nothing of the name is left to recognise.
    if (distance >= least || distance >= name.size()) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> names) {
  const auto nearest = nearest_name(written, names);
  return nearest ? fmt::format(", did you mean '{}'?", *nearest) : std::string{};
}

std::string unknown_key(std::string_view title, std::string_view written,
                        std::span<const std::string_view> allowed) {
  const std::string suggested = suggestion(written, allowed);
  return fmt::format("{} has no key '{}'{} Allowed: {}", title, written,
                     suggested.empty() ? "." : suggested, fmt::join(allowed, ", "));
}

}  // namespace shadowsim
