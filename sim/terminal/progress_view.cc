#include "sim/terminal/progress_view.h"

#include <cstdio>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/report/live_view.h"
#include "sim/terminal/terminal_traits.h"

namespace shadowsim::terminal {
namespace {

constexpr int kCallsPerLogLine = 10;
constexpr std::size_t kUsualWidth = 80;

std::size_t terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualWidth;
  return size.ws_col;
}

report::Progress to_report(const runtime::Progress& progress) {
  report::Progress shown;
  shown.phase = std::string{fleet::to_text(progress.phase)};
  shown.elapsed = progress.elapsed;
  shown.total = progress.length;
  shown.connected = progress.connected;
  shown.target = progress.sessions;
  shown.in_flight = progress.in_flight;
  shown.refused = progress.figures.refused();
  if (const auto& interval = progress.last_interval) {
    const auto& changes = interval->changes;
    shown.changes_per_s = static_cast<double>(changes.scheduled - changes.unsent) /
                          std::chrono::duration<double>(interval->length).count();
    if (changes.converged > 0) {
      shown.p50 = interval->convergence_p50;
      shown.p99 = interval->convergence_p99;
    }
  }
  return shown;
}

// Leads to the first of so many lines, of which the cursor is in the last, and clears them.
std::string back_over(std::size_t lines) {
  return lines > 1 ? fmt::format("\r\033[{}A\033[J", lines - 1) : "\r\033[J";
}

}  // namespace

ProgressView::ProgressView()
    : is_live_{isatty(STDERR_FILENO) == 1 && can_move_cursor(environment_variable)},
      knows_unicode_{knows_unicode(environment_variable)},
      wants_colour_{wants_colour(environment_variable)} {}

ProgressView::~ProgressView() {
  if (drawn_ > 0) fmt::print(stderr, "{}", back_over(drawn_));
}

void ProgressView::show(const runtime::Progress& progress) {
  ++calls_;
  if (is_live_) {
    draw(progress);
  } else if (progress.phase != phase_ || calls_ % kCallsPerLogLine == 0) {
    fmt::print(stderr, "{}\n", report::to_log_line(to_report(progress)));
  }
  phase_ = progress.phase;
}

void ProgressView::draw(const runtime::Progress& progress) {
  const report::Progress shown = to_report(progress);
  if (progress.last_interval && progress.last_interval->begin != second_) {
    second_ = progress.last_interval->begin;
    if (p99s_.size() == report::kCurveSeconds) p99s_.erase(p99s_.begin());
    p99s_.push_back(shown.p99);
  }
  // One column is left free: a line that fills the last one would wrap on some terminals.
  const auto lines = report::to_live_view(
      shown, p99s_,
      {.width = terminal_width() - 1, .unicode = knows_unicode_, .colour = wants_colour_});
  std::string text = drawn_ == 0 ? "" : back_over(drawn_);
  for (const std::string& line : lines)
    text += (&line == lines.data() ? "" : "\n") + line;
  fmt::print(stderr, "{}", text);
  std::fflush(stderr);
  drawn_ = lines.size();
}

}  // namespace shadowsim::terminal
