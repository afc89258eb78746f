#include "sim/report/progress_line.h"

#include "sim/report/quantity_text.h"

namespace shadowsim::report {

std::string rate_text(double per_second) {
  return per_second > 0 && per_second < 9.95 ? fmt::format("{:.1f}", per_second)
                                             : fmt::format("{:.0f}", per_second);
}

std::string percentile_text(const char* name, const std::optional<Duration>& value) {
  return fmt::format("{} {}", name, value ? latency_text(*value) : "-");
}

std::string to_log_line(const Progress& progress) {
  const auto seconds = [](Duration duration) {
    return std::chrono::floor<std::chrono::seconds>(duration).count();
  };
  std::string line;
  if (!progress.phase.empty()) line = progress.phase + ", ";
  line += fmt::format("{}", seconds(progress.elapsed));
  if (progress.total > Duration::zero()) line += fmt::format("/{}", seconds(progress.total));
  line += fmt::format(" s, {}/{} connected, {} changes/s, {}, {}, {} in flight", progress.connected,
                      progress.target, rate_text(progress.changes_per_s),
                      percentile_text("p50", progress.p50), percentile_text("p99", progress.p99),
                      progress.in_flight);
  if (progress.refused > 0) line += fmt::format(", {} refused", progress.refused);
  return line;
}

}  // namespace shadowsim::report
