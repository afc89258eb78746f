#include "sim/report/live_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace shadowsim::report {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kBarMost = 40;  // columns
constexpr std::size_t kBarLeast = 8;  // below that it says nothing
constexpr std::size_t kCurveLeast = 8;

// Levels of a column of the curve, and of the last column of the bar.
constexpr std::array<std::string_view, 8> kLevels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> kPlainLevels{"_", "_", ".", ".", "-", "-", "^", "^"};
constexpr std::array<std::string_view, 8> kEighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

// A piece of a line, and how many columns it takes.
struct Piece {
  std::string text;
  std::size_t columns;
  int rank;               // the higher, the sooner it is left out
  bool is_alarm = false;  // shown in red
};

Piece plain(std::string text, int rank) {
  const std::size_t columns = text.size();
  return {std::move(text), columns, rank};
}

std::size_t columns_of(const std::vector<Piece>& pieces) {
  std::size_t columns = 0;
  for (const Piece& piece : pieces)
    columns += piece.columns + (columns == 0 ? 0 : 2);
  return columns;
}

// The pieces that there is room for, two blanks between them.
std::string line_of(std::vector<Piece> pieces, const LiveStyle& style) {
  while (columns_of(pieces) > style.width && pieces.size() > 1)
    pieces.erase(std::ranges::max_element(pieces, {}, &Piece::rank));
  if (columns_of(pieces) > style.width) return {};
  std::string line;
  for (const Piece& piece : pieces) {
    if (!line.empty()) line += "  ";
    line += style.colour && piece.is_alarm ? fmt::format("\033[1;31m{}\033[0m", piece.text)
                                           : piece.text;
  }
  return line;
}

// "1 h 05 min left", "2 min 13 s left", "15 s left".
std::string left_text(Duration left) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  if (seconds >= 3600) return fmt::format("{} h {:02} min left", seconds / 3600, seconds / 60 % 60);
  if (seconds >= 60) return fmt::format("{} min {:02} s left", seconds / 60, seconds % 60);
  return fmt::format("{} s left", seconds);
}

// How much of the phase is done, 0 to 1: of the sessions before the timeline, then of its time.
double share_done(const Progress& progress) {
  const auto share = [](auto part, auto whole) {
    return whole <= decltype(whole){} ? 0.0
                                      : static_cast<double>(part) / static_cast<double>(whole);
  };
  const double done = progress.elapsed > Duration::zero() || progress.target == 0
                          ? share(progress.elapsed.count(), progress.total.count())
                          : share(progress.connected, progress.target);
  return std::clamp(done, 0.0, 1.0);
}

std::string bar_text(double done, std::size_t columns, bool unicode) {
  const auto eighths =
      static_cast<std::size_t>(std::floor(done * static_cast<double>(columns) * 8));
  std::string bar;
  std::size_t drawn = 0;
  for (; drawn < eighths / 8; ++drawn)
    bar += unicode ? "█" : "#";
  if (unicode && eighths % 8 != 0) {
    bar += kEighths[eighths % 8];
    ++drawn;
  }
  for (; drawn < columns; ++drawn)
    bar += unicode ? "░" : ".";
  return bar;
}

std::string bar_line(const Progress& progress, const LiveStyle& style) {
  const double done = share_done(progress);
  std::vector<Piece> pieces;
  if (!progress.phase.empty()) pieces.push_back(plain(progress.phase, 0));
  pieces.push_back(plain(fmt::format("{:3.0f} %", std::floor(done * 100)), 1));
  if (progress.elapsed > Duration::zero() && progress.elapsed < progress.total)
    pieces.push_back(plain(left_text(progress.total - progress.elapsed), 2));
  const std::size_t others = columns_of(pieces) + 2;
  if (style.width >= others + kBarLeast) {
    const std::size_t columns = std::min(style.width - others, kBarMost);
    pieces.insert(pieces.end() - (pieces.size() > 2 ? 2 : 1),
                  {bar_text(done, columns, style.unicode), columns, 3});
  }
  std::string line = line_of(std::move(pieces), style);
  if (style.colour && line.starts_with(progress.phase) && !progress.phase.empty())
    line = fmt::format("\033[1m{}\033[0m{}", progress.phase, line.substr(progress.phase.size()));
  return line;
}

std::string counts_line(const Progress& progress, const LiveStyle& style) {
  Piece refused = plain(fmt::format("{} refused", progress.refused), progress.refused > 0 ? 1 : 5);
  refused.is_alarm = progress.refused > 0;
  return line_of({plain(fmt::format("{}/{} connected", progress.connected, progress.target), 2),
                  plain(rate_text(progress.changes_per_s) + " changes/s", 0),
                  plain(fmt::format("{} in flight", progress.in_flight), 3), std::move(refused)},
                 style);
}

// A column for each second.
std::string curve_text(std::span<const std::optional<Duration>> values, bool unicode) {
  double lowest = HUGE_VAL;
  double highest = 0;
  for (const auto& value : values) {
    if (!value) continue;
    lowest = std::min(lowest, static_cast<double>(value->count()));
    highest = std::max(highest, static_cast<double>(value->count()));
  }
  // What hardly differs looks flat: the scale spans at least a factor of two.
  const double span = std::max(std::log(highest / std::max(lowest, 1.0)), std::log(2.0));
  std::string curve;
  for (const auto& value : values) {
    if (!value) {
      curve += ' ';
      continue;
    }
    const double share =
        std::log(static_cast<double>(value->count()) / std::max(lowest, 1.0)) / span;
    const auto level = static_cast<std::size_t>(std::clamp(share * 8, 0.0, 7.0));
    curve += unicode ? kLevels[level] : kPlainLevels[level];
  }
  return curve;
}

std::string latency_line(const Progress& progress, std::span<const std::optional<Duration>> p99s,
                         const LiveStyle& style) {
  std::vector<Piece> pieces{plain(percentile_text("p50", progress.p50), 2),
                            plain(percentile_text("p99", progress.p99), 0)};
  const std::string about = fmt::format("p99 of {} s", std::min(p99s.size(), kCurveSeconds));
  const std::size_t others = columns_of(pieces) + about.size() + 4;
  if (style.width >= others + kCurveLeast && !p99s.empty()) {
    const std::size_t columns = std::min({style.width - others, kCurveSeconds, p99s.size()});
    pieces.push_back({curve_text(p99s.last(columns), style.unicode), columns, 4});
    pieces.push_back(plain(fmt::format("p99 of {} s", columns), 3));
  }
  return line_of(std::move(pieces), style);
}

}  // namespace

std::vector<std::string> to_live_view(const Progress& progress,
                                      std::span<const std::optional<Duration>> p99s,
                                      const LiveStyle& style) {
  return {bar_line(progress, style), counts_line(progress, style),
          latency_line(progress, p99s, style)};
}

}  // namespace shadowsim::report
