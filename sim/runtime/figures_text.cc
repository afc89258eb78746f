#include "sim/runtime/figures_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

namespace shadowsim::runtime {
namespace {

// Every count in its place, but for those by code.
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

// Takes numbers and words from the front, and remembers whether one was missing.
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

  std::string_view next_word() {
    const std::string_view word = rest_.substr(0, rest_.find(' '));
    are_whole_ = are_whole_ && !word.empty();
    rest_.remove_prefix(std::min(word.size() + 1, rest_.size()));
    return word;
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
  text += fmt::format(" {}", figures.messages.rejected.size());
  for (const auto& [code, count] : figures.messages.rejected)
    text += fmt::format(" {} {}", code, count);
  for (const measure::RefusalKind kind : measure::kAllRefusalKinds) {
    for (const auto& [code, count] : figures.refusals_seen.codes(kind))
      text += fmt::format(" {} {} {}", static_cast<std::size_t>(kind), code, count);
  }
  return text;
}

Result<measure::LiveFigures> parse_live_figures(std::string_view text) {
  measure::LiveFigures figures;
  Numbers numbers{text};
  figures.convergence.sum = Duration{static_cast<Duration::rep>(numbers.next())};
  figures.round_trip.sum = Duration{static_cast<Duration::rep>(numbers.next())};
  each_count(figures, [&](std::uint64_t& count) { count = numbers.next(); });
  for (std::uint64_t codes = numbers.next(); codes > 0 && numbers.are_whole(); --codes) {
    const auto code = static_cast<int>(numbers.next());
    figures.messages.rejected[code] = numbers.next();
  }
  while (numbers.are_whole() && !numbers.at_end()) {
    const std::uint64_t kind = numbers.next();
    const std::string_view code = numbers.next_word();
    const std::uint64_t count = numbers.next();
    if (kind >= measure::kRefusalKinds) return system_error("no live figures of a worker");
    figures.refusals_seen.note(measure::kAllRefusalKinds.at(kind), code, count);
  }
  if (!numbers.are_whole()) return system_error("no live figures of a worker");
  return figures;
}

}  // namespace shadowsim::runtime
