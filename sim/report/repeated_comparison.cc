#include "sim/report/repeated_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/rank_test.h"
#include "sim/report/repetition_text.h"

namespace shadowsim::report {
namespace {

constexpr double kChance = 0.05;

constexpr std::array<std::string_view, 4> kJudged{"latency_us.convergence.p50",
                                                  "latency_us.convergence.p99", "changes.rejected",
                                                  "changes.unconverged"};

// The chance of the clearest outcome that so many runs can have: all of b above all of a.
double least_chance(std::size_t of_a, std::size_t of_b) {
  double orders = 1;
  for (std::size_t i = 1; i <= of_b; ++i)
    orders *= static_cast<double>(of_a + i) / static_cast<double>(i);
  return 1 / orders;
}

ComparedFigure compared(const measure::RepeatedFigure& a, const measure::RepeatedFigure& b,
                        double tolerance) {
  ComparedFigure figure{.metric = a.metric,
                        .a = a.median(),
                        .b = b.median(),
                        .change = std::nullopt,
                        .chance = std::nullopt};
  if (figure.a > 0 && !std::isnan(figure.b)) figure.change = figure.b / figure.a - 1;
  figure.judged = std::ranges::find(kJudged, a.metric) != kJudged.end();
  if (!figure.judged) return figure;
  if (least_chance(a.values.size(), b.values.size()) <= kChance)
    figure.chance = chance_of_ranking_higher(a.values, b.values);
  figure.regressed = figure.b > figure.a * (1 + tolerance) && figure.chance.value_or(0) <= kChance;
  return figure;
}

std::string row(const ComparedFigure& figure) {
  const auto chance = [&]() -> std::string {
    if (!figure.judged) return "";
    if (!figure.chance) return "too few runs";
    return *figure.chance < 0.001 ? "below 0.1 %" : fmt::format("{:.1f} %", 100 * *figure.chance);
  };
  std::string line = fmt::format(
      "{:<36}{:>11}{:>11}{:>10}  {}", (figure.judged ? "* " : "  ") + metric_text(figure.metric),
      metric_value_text(figure.metric, figure.a), metric_value_text(figure.metric, figure.b),
      figure.change ? fmt::format("{:+.1f} %", 100 * *figure.change) : "-", chance());
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

bool RepeatedComparison::has_regressed() const {
  return std::ranges::any_of(figures, &ComparedFigure::regressed);
}

Result<RepeatedComparison> compare(const measure::Repetition& a, const measure::Repetition& b,
                                   double tolerance) {
  if (a.scenario != b.scenario)
    return usage_error(
        fmt::format("these are runs of two scenarios, {} and {}: there is nothing to compare",
                    a.scenario, b.scenario));
  RepeatedComparison comparison;
  for (const measure::RepeatedFigure& of_a : a.figures) {
    const auto of_b = std::ranges::find(b.figures, of_a.metric, &measure::RepeatedFigure::metric);
    if (of_b != b.figures.end()) comparison.figures.push_back(compared(of_a, *of_b, tolerance));
  }
  const bool has_both = std::ranges::any_of(comparison.figures, [](const ComparedFigure& figure) {
    return !std::isnan(figure.a) && !std::isnan(figure.b);
  });
  if (!has_both) return usage_error("there is no complete run in one of them to compare");
  return comparison;
}

std::string to_repeated_comparison_text(const RepeatedComparison& comparison, std::string_view a,
                                        std::string_view b, double tolerance) {
  std::string text = comparison.has_regressed()
                         ? fmt::format("WORSE: a regression beyond {:g} %\n", 100 * tolerance)
                         : fmt::format("OK: no regression beyond {:g} %\n", 100 * tolerance);
  text += fmt::format("\nA     {}\nB     {}\n\n", a, b);
  text += fmt::format("{:<36}{:>11}{:>11}{:>10}  {}\n", "median of the runs", "A", "B", "change",
                      "by chance");
  for (const ComparedFigure& figure : comparison.figures)
    text += row(figure);
  return text +
         "\n* is judged. By chance: how often B's runs would rank so high above A's, were there\n"
         "no difference (Mann-Whitney); up to 5 % it counts.\n";
}

}  // namespace shadowsim::report
