#include "sim/report/progress_line.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "sim/report/quantity_text.h"

namespace shadowsim::report {
namespace {

struct Part {
  std::string text;
  int rank;  // the higher, the sooner it is left out
};

std::string seconds(Duration duration) {
  return fmt::format("{}", std::chrono::floor<std::chrono::seconds>(duration).count());
}

std::vector<Part> parts_of(const Progress& progress) {
  const auto latency = [](const std::optional<Duration>& value) {
    return value ? latency_text(*value) : std::string{"-"};
  };
  std::vector<Part> parts;
  if (!progress.phase.empty()) parts.push_back({progress.phase, 5});
  const std::string total =
      progress.total == Duration::zero() ? std::string{} : '/' + seconds(progress.total);
  parts.push_back({seconds(progress.elapsed) + total + " s", 0});
  parts.push_back({fmt::format("{}/{} connected", progress.connected, progress.target), 3});
  parts.push_back({fmt::format("{:.0f} changes/s", progress.changes_per_s), 1});
  parts.push_back({"p50 " + latency(progress.p50), 6});
  parts.push_back({"p99 " + latency(progress.p99), 2});
  parts.push_back({fmt::format("{} in flight", progress.in_flight), 4});
  return parts;
}

std::string joined(const std::vector<Part>& parts, std::string_view separator) {
  std::string text;
  for (const Part& part : parts) {
    if (!text.empty()) text += separator;
    text += part.text;
  }
  return text;
}

}  // namespace

std::string to_live_line(const Progress& progress, std::size_t width) {
  std::vector<Part> parts = parts_of(progress);
  std::string line = joined(parts, "  ");
  while (line.size() > width && parts.size() > 1) {
    parts.erase(std::max_element(parts.begin(), parts.end(),
                                 [](const Part& a, const Part& b) { return a.rank < b.rank; }));
    line = joined(parts, "  ");
  }
  line.resize(std::min(line.size(), width));
  return line;
}

std::string to_log_line(const Progress& progress) {
  return joined(parts_of(progress), ", ");
}

}  // namespace shadowsim::report
