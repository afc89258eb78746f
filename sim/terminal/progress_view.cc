#include "sim/terminal/progress_view.h"

#include <cstdio>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/report/progress_line.h"

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

}  // namespace

ProgressView::ProgressView() : is_terminal_{isatty(STDERR_FILENO) == 1} {}

ProgressView::~ProgressView() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
}

void ProgressView::show(const runtime::Progress& progress) {
  ++calls_;
  if (is_terminal_) {
    // One column is left free: a line that fills the last one would wrap on some terminals.
    fmt::print(stderr, "\r\033[K{}",
               report::to_live_line(to_report(progress), terminal_width() - 1));
    std::fflush(stderr);
    drawn_ = true;
  } else if (progress.phase != phase_ || calls_ % kCallsPerLogLine == 0) {
    fmt::print(stderr, "{}\n", report::to_log_line(to_report(progress)));
  }
  phase_ = progress.phase;
}

}  // namespace shadowsim::terminal
