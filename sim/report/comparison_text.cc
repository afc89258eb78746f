#include "sim/report/comparison_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "sim/report/quantity_text.h"
#include "sim/results/utc_text.h"

namespace shadowsim::report {
namespace {

std::string percent(double share) {
  return fmt::format("{:+.1f} %", 100 * share);
}

std::string heading(const Comparison& comparison, std::string_view scenario, double tolerance) {
  std::vector<std::string> worse;
  for (const ComparedLatency& latency : comparison.latencies) {
    if (latency.regressed)
      worse.push_back(fmt::format("{} {}", latency.name, percent(*latency.change)));
  }
  if (comparison.losses.regressed) worse.emplace_back("more changes are lost");
  if (worse.empty())
    return fmt::format("OK    {}: no regression beyond {:g} %\n", scenario, 100 * tolerance);
  std::string text =
      fmt::format("WORSE {}: a regression beyond {:g} %\n", scenario, 100 * tolerance);
  for (const std::string& what : worse)
    text += "      " + what + '\n';
  return text;
}

std::string side(std::string_view name, const ComparedRun& run) {
  return fmt::format("{:<6}{}\n      {}, {}\n", name, run.directory,
                     results::to_rfc3339(run.result.started_at),
                     run.result.passed ? "passed" : "did not pass");
}

std::string settings(const Comparison& comparison) {
  std::string text;
  for (const std::string& setting : comparison.settings)
    text += fmt::format("{:<6}{}\n", text.empty() ? "other" : "", setting);
  return text;
}

constexpr std::string_view kRow = "{:<26}{:>10}{:>10}{:>10}  {:<22}";

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string noise_text(const ComparedLatency& latency) {
  if (!latency.judged) return {};
  if (!latency.noise) return "too short to tell";
  return fmt::format("{} to {}", percent(latency.noise->low), percent(latency.noise->high));
}

std::string latencies(const Comparison& comparison) {
  std::string text = fmt::format(kRow, "latency", "A", "B", "change", "noise (95 %)");
  text = trimmed(std::move(text));
  const auto figure = [](Duration latency) {
    return latency == Duration::zero() ? std::string{"-"} : latency_text(latency);
  };
  for (const ComparedLatency& latency : comparison.latencies)
    text += trimmed(fmt::format(
        kRow, (latency.judged ? "* " : "  ") + latency.name, figure(latency.a), figure(latency.b),
        latency.change ? percent(*latency.change) : "-", noise_text(latency)));
  return text;
}

std::string counts(const Comparison& comparison, const ComparedRun& a, const ComparedRun& b) {
  std::string text = trimmed(fmt::format(kRow, "changes", "A", "B", "change", ""));
  const auto row = [&](std::string_view name, std::uint64_t of_a, std::uint64_t of_b) {
    const double change = static_cast<double>(of_b) / static_cast<double>(of_a) - 1;
    text += trimmed(fmt::format(kRow, name, count_text(of_a), count_text(of_b),
                                of_a == 0 ? "-" : percent(change), ""));
  };
  const measure::ChangeTally& changes_a = a.result.changes;
  const measure::ChangeTally& changes_b = b.result.changes;
  row("  scheduled", changes_a.scheduled, changes_b.scheduled);
  row("  converged", changes_a.converged, changes_b.converged);
  row("* lost", comparison.losses.a, comparison.losses.b);
  if (comparison.cpu_a && comparison.cpu_b)
    text += trimmed(fmt::format(kRow, "  CPU a change",
                                latency_text(Duration{std::llround(*comparison.cpu_a * 1e3)}),
                                latency_text(Duration{std::llround(*comparison.cpu_b * 1e3)}),
                                percent(*comparison.cpu_b / *comparison.cpu_a - 1), ""));
  return text;
}

constexpr std::string_view kMeaning =
    "\n"
    "* is judged. Lost: rejected, unconverged or unsent. The noise is the range of\n"
    "differences (of the mean of all seconds' percentiles) that come out when both\n"
    "runs are put together anew of their own seconds. Where it includes zero, the\n"
    "difference may be chance. It knows nothing of other machines, days and seeds:\n"
    "for those, run each several times.\n";

}  // namespace

std::string to_comparison_text(const Comparison& comparison, const ComparedRun& a,
                               const ComparedRun& b, double tolerance) {
  std::string text = heading(comparison, a.result.scenario.name, tolerance) + '\n';
  text += side("A", a) + side("B", b) + settings(comparison) + '\n';
  text += latencies(comparison) + '\n' + counts(comparison, a, b);
  return text + std::string{kMeaning};
}

}  // namespace shadowsim::report
