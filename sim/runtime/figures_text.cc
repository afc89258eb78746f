#include "sim/runtime/figures_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace shadowsim::runtime {
namespace {

// Every count in its place, but for the rejections.
template <class Figures, class Visit>
void each_count(Figures& figures, Visit visit) {
  auto& connections = figures.connections;
  visit(connections.attempted), visit(connections.established), visit(connections.refused);
  visit(connections.lost), visit(connections.reconnected), visit(connections.peak);
  auto& changes = figures.changes;
  visit(changes.scheduled), visit(changes.converged), visit(changes.superseded);
  visit(changes.rejected), visit(changes.unconverged), visit(changes.unsent);
  auto& messages = figures.messages;
  visit(messages.published), visit(messages.received), visit(messages.deltas);
  visit(messages.duplicates), visit(messages.stale_deltas), visit(messages.version_gaps);
  for (auto* const buckets : {&figures.convergence, &figures.round_trip}) {
    for (auto& count : buckets->counts)
      visit(count);
  }
}

// Takes numbers from the front, and remembers whether one was missing.
class Numbers {
 public:
  explicit Numbers(std::string_view text) : rest_{text} {}

  std::uint64_t next() {
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    are_whole_ = are_whole_ && failure == std::errc{};
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    if (rest_.starts_with(' ')) rest_.remove_prefix(1);
    return number;
  }

  bool at_end() const { return rest_.empty(); }
  bool are_whole() const { return are_whole_; }

 private:
  std::string_view rest_;
  bool are_whole_ = true;
};

}  // namespace

std::string to_text(const measure::LiveFigures& figures) {
  std::string text =
      fmt::format("{} {}", figures.convergence.sum.count(), figures.round_trip.sum.count());
  each_count(figures, [&](std::uint64_t count) { text += fmt::format(" {}", count); });
  for (const auto& [code, count] : figures.messages.rejected)
    text += fmt::format(" {} {}", code, count);
  return text;
}

Result<measure::LiveFigures> parse_live_figures(std::string_view text) {
  measure::LiveFigures figures;
  Numbers numbers{text};
  figures.convergence.sum = Duration{static_cast<Duration::rep>(numbers.next())};
  figures.round_trip.sum = Duration{static_cast<Duration::rep>(numbers.next())};
  each_count(figures, [&](std::uint64_t& count) { count = numbers.next(); });
  while (numbers.are_whole() && !numbers.at_end()) {
    const auto code = static_cast<int>(numbers.next());
    figures.messages.rejected[code] = numbers.next();
  }
  if (!numbers.are_whole()) return system_error("no live figures of a worker");
  return figures;
}

}  // namespace shadowsim::runtime
