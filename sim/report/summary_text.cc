#include "sim/report/summary_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/instrument_check.h"
#include "sim/measure/metric.h"
#include "sim/report/quantity_text.h"
#include "sim/report/verdict_cases.h"

namespace shadowsim::report {
namespace {

using measure::Histogram;
using measure::JudgedThreshold;
using measure::RunResult;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 13;  // of what stands behind a label

std::string verdict_word(bool passed, bool colour) {
  const std::string_view word = passed ? "PASS" : "FAIL";
  if (!colour) return std::string{word};
  return fmt::format("\x1b[1;{}m{}\x1b[0m", passed ? 32 : 31, word);
}

std::string rate_text(Rate rate) {
  return fmt::format("{:.4g}/s", rate.per_second);
}

// A label and words, which may have blanks within, on as many lines as they need.
std::string filled(std::string_view label, const std::vector<std::string>& words) {
  std::string text = fmt::format("{:<{}}", label, kIndent);
  std::size_t column = kIndent;
  for (const std::string& part : words) {
    const bool is_first = column == kIndent;
    if (!is_first && column + 1 + part.size() > kWidth) {
      text += '\n' + std::string(kIndent, ' ');
      column = kIndent;
    } else if (!is_first) {
      text += ' ';
      ++column;
    }
    text += part;
    column += part.size();
  }
  return text + '\n';
}

std::vector<std::string> words_of(const std::string& sentence) {
  std::istringstream words{sentence};
  return {std::istream_iterator<std::string>{words}, {}};
}

// A label and its parts, separated by commas.
std::string paragraph(std::string_view label, std::vector<std::string> parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    parts[i] += ',';
  return filled(label, parts);
}

// "3 refused" as a part, unless there are none.
void add_if_any(std::vector<std::string>& parts, std::uint64_t count, std::string_view what) {
  if (count != 0) parts.push_back(fmt::format("{} {}", count_text(count), what));
}

std::string why(const RunResult& result) {
  const measure::ChangeTally& changes = result.changes;
  if (!changes.balances()) return "the books do not balance: " + books_text(changes);
  if (!result.complete) return "the run is not complete";
  if (result.thresholds.empty()) return "no thresholds were set";
  const auto failed =
      std::count_if(result.thresholds.begin(), result.thresholds.end(),
                    [](const JudgedThreshold& threshold) { return !threshold.passed; });
  if (failed == 0) return fmt::format("all thresholds held ({})", result.thresholds.size());
  return fmt::format("{} of {} thresholds failed", failed, result.thresholds.size());
}

std::string setting(const RunResult& result) {
  const RunResult::Scenario& scenario = result.scenario;
  std::string text = paragraph(
      "scenario", {scenario.file, fmt::format("{} lights", count_text(scenario.lights)),
                   shadowsim::to_text(scenario.duration), fmt::format("seed {}", scenario.seed)});
  const RunResult::Endpoint& endpoint = result.endpoint;
  text += paragraph("endpoint", {endpoint.uri + (endpoint.embedded ? " (embedded)" : ""),
                                 "MQTT " + endpoint.mqtt_version, endpoint.tls ? "TLS" : "no TLS"});
  std::vector<std::string> run{
      "client " + result.client,
      fmt::format("{} worker{}", result.workers, result.workers == 1 ? "" : "s")};
  if (result.shard.count > 1)
    run.push_back(fmt::format("shard {}/{}", result.shard.index, result.shard.count));
  run.push_back("took " + latency_text(result.elapsed));
  return text + paragraph("run", run);
}

// How long all were away after a loss: as connections, with their subscriptions, with their shadows read.
// Nothing where there was none.
void add_return(std::vector<std::string>& parts, const RunResult& result) {
  if (!result.full_fleet.again_after) return;
  parts.push_back("all again within " + latency_text(*result.full_fleet.again_after));
  const auto add = [&](std::string_view what, const measure::FullFleet& fleet) {
    if (fleet.again_after)
      parts.push_back(fmt::format("{} within {}", what, latency_text(*fleet.again_after)));
  };
  add("subscribed", result.subscribed_fleet);
  add("online", result.online_fleet);
  if (const auto ideal = measure::ideal_return(result.refusals))
    parts.push_back(fmt::format("the quotas' ideal {}", latency_text(*ideal)));
}

std::string connections(const RunResult& result) {
  const measure::ConnectionTally& tally = result.connections;
  std::vector<std::string> parts{fmt::format("{} of {} established", count_text(tally.established),
                                             count_text(tally.attempted)),
                                 fmt::format("{} at a time", count_text(tally.peak))};
  if (const auto& after = result.full_fleet.after)
    parts.push_back("all after " + latency_text(*after));
  add_if_any(parts, tally.refused, "refused");
  add_if_any(parts, tally.lost, "lost");
  add_if_any(parts, tally.reconnected, "reconnected");
  add_return(parts, result);
  return paragraph("connections", parts);
}

// How long after a step all were in sync, where anybody waited for it.
std::string settled(const std::vector<measure::Stretch>& timeline) {
  constexpr Duration kWorthTelling = std::chrono::seconds{1};
  const measure::Stretch* const last = measure::last_settled(timeline);
  if (last == nullptr || *last->settled_after < kWorthTelling) return {};
  return fmt::format("  all in sync {} after the end of '{}{}{}'\n",
                     latency_text(*last->settled_after), last->kind, last->about.empty() ? "" : " ",
                     last->about);
}

std::string changes(const RunResult& result) {
  const measure::ChangeTally& tally = result.changes;
  std::string text = paragraph("changes", {count_text(tally.scheduled) + " scheduled"});
  const auto outcome = [&](std::string_view name, std::uint64_t count) {
    if (tally.scheduled == 0) return;
    const double share = static_cast<double>(count) / static_cast<double>(tally.scheduled);
    fmt::format_to(std::back_inserter(text), "  {:<20}{:>13}{:>8.1f} %\n", name, count_text(count),
                   100 * share);
  };
  outcome("converged", tally.converged);
  outcome("superseded", tally.superseded);
  outcome("rejected", tally.rejected);
  outcome("unconverged", tally.unconverged);
  outcome("unsent", tally.unsent);
  return text + settled(result.timeline);
}

constexpr std::string_view kRow = "{:<22}{:>13}{:>9}{:>9}{:>9}{:>9}{:>9}\n";

std::string latency_row(std::string_view name, const Histogram& histogram) {
  const auto figure = [&](Duration latency) {
    return histogram.count() == 0 ? std::string{"-"} : latency_text(latency);
  };
  return fmt::format(kRow, name, count_text(histogram.count()), figure(histogram.percentile(0.5)),
                     figure(histogram.percentile(0.9)), figure(histogram.percentile(0.99)),
                     figure(histogram.percentile(0.999)), figure(histogram.max()));
}

std::string latencies(const RunResult& result) {
  const measure::Latencies& of = result.latencies;
  std::string text = fmt::format(kRow, "latency", "count", "p50", "p90", "p99", "p99.9", "max");
  text += latency_row("  convergence", of.convergence);
  text += latency_row("  convergence_service", of.convergence_service);
  text += latency_row("  delta", of.delta);
  text += latency_row("  round_trip", of.round_trip);
  text += latency_row("  connect", of.connect);
  text += "  of which the instrument's own:\n";
  text += latency_row("  scheduling lag", result.instrument.scheduling_lag);
  return text + latency_row("  floor of round_trip", result.instrument.floor_round_trip);
}

// Why the two convergences differ, where they differ much; otherwise nothing. What a late send hides
// from the latency since the send is what every generator hides that waits for answers.
std::string why_convergences_differ(const RunResult& result) {
  const Histogram& planned = result.latencies.convergence;
  const Histogram& sent = result.latencies.convergence_service;
  constexpr int kPart = 10;  // a tenth
  const Duration late = planned.mean() - sent.mean();
  if (sent.count() == 0 || late < std::chrono::milliseconds{1} || late < planned.mean() / kPart)
    return {};
  return fmt::format(
      "  convergence counts from the planned moment, convergence_service from the send,\n"
      "  so they differ by the {} on average that changes were sent late\n"
      "  (see scheduling lag).\n",
      latency_text(late));
}

std::string messages(const RunResult& result) {
  const measure::MessageTally& tally = result.messages;
  const double per_change = measure::metric_value(result, "messages.deltas_per_change").value();
  std::string deltas = count_text(tally.deltas) + " deltas";
  if (std::isfinite(per_change)) deltas += fmt::format(" ({:.2f} a change)", per_change);
  std::vector<std::string> parts{count_text(tally.published) + " published",
                                 count_text(tally.received) + " received", std::move(deltas)};
  for (const auto& [code, count] : tally.rejected)
    parts.push_back(fmt::format("{} rejected with {}", count_text(count), code));
  add_if_any(parts, tally.duplicates, "duplicates");
  add_if_any(parts, tally.stale_deltas, "stale deltas");
  add_if_any(parts, tally.version_gaps, "version gaps");
  return paragraph("messages", parts);
}

// Nothing where nothing was refused. Otherwise each kind with its codes: "12 connect 0x97".
std::string background(const measure::BackgroundTally& background) {
  if (background.quotas.empty()) return {};
  std::size_t held = 0;
  std::uint64_t refused = 0;
  for (const auto& [key, taken] : background.quotas) {
    refused += taken.refused;
    if (taken.refused == 0 && taken.trouble.empty()) ++held;
  }
  return paragraph("background", {fmt::format("{} of {} quotas taken without a refusal", held,
                                              background.quotas.size()),
                                  fmt::format("{} refused", count_text(refused)),
                                  fmt::format("{} messages sent", count_text(background.published)),
                                  fmt::format("{} received", count_text(background.received))});
}

std::string refusals_seen(const measure::RefusalsSeen& seen) {
  std::vector<std::string> parts;
  for (const measure::RefusalKind kind : measure::kAllRefusalKinds) {
    for (const auto& [code, count] : seen.codes(kind))
      parts.push_back(fmt::format("{} {} {}", count_text(count), measure::name_of(kind), code));
  }
  return parts.empty() ? std::string{} : paragraph("refusals", parts);
}

std::string final_check(const measure::FinalCheck& check) {
  if (check.lights == 0) return paragraph("final check", {"not made"});
  std::vector<std::string> parts{
      fmt::format("{} of {} lights in sync", count_text(check.in_sync), count_text(check.lights))};
  add_if_any(parts, check.divergent, "divergent");
  add_if_any(parts, check.unreachable, "unreachable");
  return paragraph("final check", parts);
}

// "+0.3 %".
std::string growth_text(const measure::MemoryGrowth& growth) {
  return fmt::format("{:+.1f} %", 100 * growth.share());
}

std::string resources(const RunResult& result) {
  const double per_change = measure::metric_value(result, "resources.cpu_us_per_change").value();
  std::string cpu = latency_text(result.resources.cpu) + " of CPU";
  if (std::isfinite(per_change))
    cpu += fmt::format(" ({} a change)", latency_text(Duration{std::llround(per_change * 1e3)}));
  std::vector<std::string> parts{
      std::move(cpu),
      fmt::format("{:.1f} MiB at most", static_cast<double>(result.resources.peak_rss_kib) / 1024)};
  if (const auto& memory = result.resources.memory)
    parts.push_back(growth_text(*memory) + " of memory in the second half");
  if (const auto& memory = result.resources.endpoint_memory)
    parts.push_back("the endpoint " + growth_text(*memory));
  return paragraph("resources", parts);
}

// What was refused, the commonest first, and how near the run came to the quota that it came nearest to.
std::string refusals(const RunResult& result) {
  const auto& told = result.refusals.endpoint;
  if (!told) return {};
  std::string text;
  if (told->total() > 0) {
    text += paragraph("refused", {count_text(told->total()) + " times by the endpoint"});
    std::vector<std::pair<std::string, std::uint64_t>> causes{told->causes.begin(),
                                                              told->causes.end()};
    std::ranges::stable_sort(causes, std::ranges::greater{},
                             &std::pair<std::string, std::uint64_t>::second);
    constexpr std::size_t kShown = 8;
    for (std::size_t i = 0; i < std::min(causes.size(), kShown); ++i)
      text +=
          filled(fmt::format("{:>12}", count_text(causes[i].second)), words_of(causes[i].first));
    if (causes.size() > kShown)
      text += fmt::format("             and {} more causes\n", causes.size() - kShown);
  }
  const auto nearest = std::ranges::max_element(told->quotas, {}, [](const auto& entry) {
    const double share = entry.second.share();
    return std::isfinite(share) ? share : 0;
  });
  if (nearest == told->quotas.end() || nearest->second.peak == 0) return text;
  const measure::QuotaUse& use = nearest->second;
  return text + paragraph("quotas",
                          {fmt::format("nearest {}", nearest->first),
                           fmt::format("{} of {:.6g} at most", count_text(use.peak), use.limit)});
}

std::string search(const RunResult& result) {
  if (!result.search) return {};
  const auto held = result.search->held();
  const auto failed = result.search->failed();
  std::string text =
      paragraph("rate found", {held ? rate_text(*held) + " held" : "none held",
                               fmt::format("{} {}", result.search->tries.size(),
                                           result.search->tries.size() == 1 ? "try" : "tries")});
  if (failed)
    text += filled("", words_of(fmt::format("{} did not hold; saturated: {}",
                                            rate_text(failed->rate), failed->saturated)));
  return text;
}

std::string warnings(const RunResult& result) {
  std::string text;
  for (const std::string& warning : measure::instrument_warnings(result))
    text += filled("warning", words_of(warning));
  return text;
}

std::string thresholds(const RunResult& result, bool colour) {
  if (result.thresholds.empty()) return {};
  std::string text = "thresholds\n";
  for (const JudgedThreshold& threshold : result.thresholds) {
    const std::string what = observed_text(threshold);
    const std::size_t length = 8 + std::max<std::size_t>(threshold.expression.size(), 50) + 2;
    const std::string gap = length + what.size() <= kWidth ? "  " : "\n" + std::string(10, ' ');
    fmt::format_to(std::back_inserter(text), "  {}  {:<50}{}{}\n",
                   verdict_word(threshold.passed, colour), threshold.expression, gap, what);
  }
  return text;
}

}  // namespace

std::string to_summary_text(const RunResult& result, std::string_view results, bool colour) {
  std::string text = fmt::format("{}  {}: {}\n\n", verdict_word(result.passed, colour),
                                 result.scenario.name, why(result));
  text += setting(result) + '\n';
  text += connections(result);
  text += changes(result) + '\n';
  text += latencies(result) + why_convergences_differ(result) + '\n';
  text += messages(result);
  text += background(result.background);
  text += refusals_seen(result.refusals_seen);
  text += final_check(result.final_check);
  text += refusals(result);
  text += resources(result);
  text += search(result);
  text += warnings(result);
  text += thresholds(result, colour);
  if (!results.empty()) text += paragraph("results", {std::string{results}});
  return text;
}

}  // namespace shadowsim::report
