#include "sim/terminal/paragraph.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim::terminal {

std::string paragraph(std::string_view first, std::string_view words) {
  constexpr std::size_t kWidth = 80;
  std::string text{first};
  std::size_t column = first.size();
  bool begins_line = true;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (word.empty()) continue;
    if (!begins_line && column + 1 + word.size() > kWidth) {
      text += '\n' + std::string(first.size(), ' ');
      column = first.size();
      begins_line = true;
    }
    if (!begins_line) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    begins_line = false;
  }
  return text + '\n';
}

std::string listed(const std::vector<std::string>& items, std::size_t most) {
  const std::size_t told = std::min(items.size(), most);
  std::string text;
  for (std::size_t i = 0; i < told; ++i) {
    const bool is_last = i + 1 == items.size();
    if (i > 0) text += is_last ? " and " : ", ";
    text += items[i];
  }
  if (told < items.size()) text += fmt::format(" and {} more", items.size() - told);
  return text;
}

}  // namespace shadowsim::terminal
