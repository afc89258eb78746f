#include "sim/text/problems.h"

#include <algorithm>

#include <fmt/format.h>

namespace shadowsim {

std::uint32_t Problems::add_source(std::string shown) {
  sources_.push_back(std::move(shown));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

void Problems::add(Place place, std::string what) {
  std::replace(what.begin(), what.end(), '\n', ' ');  // of a text that the message quotes
  found_.push_back({place, std::move(what)});
}

std::string Problems::to_line(const Problem& problem) const {
  const auto& [place, what] = problem;
  const std::string& source = sources_.at(place.source);
  if (place.source != 0 || place.line == 0) return fmt::format("{}: {}", source, what);
  return fmt::format("{}:{}:{}: {}", source, place.line, place.column, what);
}

std::vector<std::string> Problems::lines() const {
  auto sorted = found_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return a.place < b.place; });
  std::vector<std::string> lines;
  for (const auto& problem : sorted) {
    std::string line = to_line(problem);
    // What an alias repeats is wrong in one place only.
    if (std::find(lines.begin(), lines.end(), line) == lines.end())
      lines.push_back(std::move(line));
  }
  return lines;
}

Error Problems::to_error() const {
  return usage_error(fmt::format("{}", fmt::join(lines(), "\n")));
}

}  // namespace shadowsim
