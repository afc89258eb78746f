#include "sim/metrics/exposition.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/check_names.h>
#include <rapidjson/document.h>

namespace shadowsim::metrics {
namespace {

using namespace std::chrono_literals;
using prometheus::MetricFamily;
using prometheus::MetricType;

Snapshot sample() {
  measure::Measurements measurements;
  measurements.connections = {
      .attempted = 9, .established = 8, .refused = 1, .lost = 2, .reconnected = 3};
  measurements.changes = {.scheduled = 100,
                          .converged = 90,
                          .superseded = 4,
                          .rejected = 3,
                          .unconverged = 2,
                          .unsent = 1};
  measurements.messages = {
      .published = 200, .received = 300, .deltas = 95, .rejected = {{409, 5}, {429, 6}}};
  measurements.refusals_seen.note_mqtt(measure::RefusalKind::kConnect, 0x97);
  measurements.refusals_seen.note(measure::RefusalKind::kShadow, "429", 6);
  measurements.refusals_seen.note(measure::RefusalKind::kShadow, "silence", 7);
  for (int i = 0; i < 90; ++i)
    measurements.latencies.convergence.record(15ms);
  measurements.latencies.round_trip.record(2h);
  return {.figures = measure::live_figures(measurements),
          .connected = 7,
          .sessions = 8,
          .in_flight = 6,
          .elapsed = 1500ms,
          .length = 30s};
}

const MetricFamily& family(const std::vector<MetricFamily>& families, const std::string& name) {
  const auto found = std::ranges::find(families, name, &MetricFamily::name);
  if (found == families.end()) throw std::out_of_range{name};
  return *found;
}

double counter(const std::string& name, const std::string& label = {}) {
  const auto families = exposition(sample());
  for (const auto& metric : family(families, name).metric) {
    if (label.empty() || metric.label.at(0).value == label) return metric.counter.value;
  }
  throw std::out_of_range{label};
}

TEST(Exposition, BeforeAnythingHasHappenedAllSeriesAreThere) {
  for (const MetricFamily& each : exposition({})) {
    EXPECT_FALSE(each.help.empty()) << each.name;
    const bool is_by_code = each.name == "shadowsim_rejected_messages_total" ||
                            each.name == "shadowsim_refusals_seen_total";
    EXPECT_EQ(each.metric.empty(), is_by_code) << each.name;
  }
}

TEST(Exposition, NamesAreAsPrometheusWantsThem) {
  std::set<std::string> names;
  for (const MetricFamily& each : exposition(sample())) {
    EXPECT_TRUE(prometheus::CheckMetricName(each.name)) << each.name;
    EXPECT_TRUE(names.insert(each.name).second) << each.name << " is there twice";
    EXPECT_EQ(each.name.ends_with("_total"), each.type == MetricType::Counter) << each.name;
  }
}

TEST(Exposition, CountsByOutcomeAndCode) {
  EXPECT_EQ(counter("shadowsim_changes_scheduled_total"), 100);
  EXPECT_EQ(counter("shadowsim_changes_total", "converged"), 90);
  EXPECT_EQ(counter("shadowsim_changes_total", "unsent"), 1);
  EXPECT_EQ(counter("shadowsim_connects_total", "refused"), 1);
  EXPECT_EQ(counter("shadowsim_connections_lost_total"), 2);
  EXPECT_EQ(counter("shadowsim_messages_total", "received"), 300);
  EXPECT_EQ(counter("shadowsim_rejected_messages_total", "409"), 5);
  EXPECT_EQ(counter("shadowsim_rejected_messages_total", "429"), 6);
}

TEST(Exposition, TellsWhatWasSeenOfRefusalsByKindAndCode) {
  const auto families = exposition(sample());
  std::map<std::string, double> seen;
  for (const auto& metric : family(families, "shadowsim_refusals_seen_total").metric) {
    ASSERT_EQ(metric.label.size(), 2U);
    EXPECT_EQ(metric.label[0].name, "kind");
    EXPECT_EQ(metric.label[1].name, "code");
    seen[metric.label[0].value + ' ' + metric.label[1].value] = metric.counter.value;
  }
  EXPECT_EQ(seen, (std::map<std::string, double>{
                      {"connect 0x97", 1}, {"shadow 429", 6}, {"shadow silence", 7}}));
}

TEST(Exposition, GaugesAreOfNow) {
  const auto families = exposition(sample());
  const auto gauge = [&](const std::string& name) {
    return family(families, name).metric.at(0).gauge.value;
  };
  EXPECT_EQ(gauge("shadowsim_connected_sessions"), 7);
  EXPECT_EQ(gauge("shadowsim_sessions"), 8);
  EXPECT_EQ(gauge("shadowsim_changes_in_flight"), 6);
  EXPECT_EQ(gauge("shadowsim_timeline_elapsed_seconds"), 1.5);
  EXPECT_EQ(gauge("shadowsim_timeline_length_seconds"), 30);
}

TEST(Exposition, BucketsAddUpToTheLastWhichIsWithoutBound) {
  const auto families = exposition(sample());
  const auto& convergence =
      family(families, "shadowsim_convergence_seconds").metric.at(0).histogram;
  EXPECT_EQ(convergence.sample_count, 90U);
  EXPECT_NEAR(convergence.sample_sum, 90 * 0.015, 1e-9);
  for (const auto& bucket : convergence.bucket)
    EXPECT_EQ(bucket.cumulative_count, bucket.upper_bound < 0.02 ? 0U : 90U) << bucket.upper_bound;
  const auto& round_trip = family(families, "shadowsim_round_trip_seconds").metric.at(0).histogram;
  EXPECT_TRUE(std::isinf(round_trip.bucket.back().upper_bound));
  EXPECT_EQ(round_trip.bucket.back().cumulative_count, 1U);
  EXPECT_EQ(round_trip.bucket[round_trip.bucket.size() - 2].cumulative_count, 0U);
}

// --- what speaks of them ----------------------------------------------------------------------

std::string content_of(const std::string& file) {
  std::ifstream stream{SHADOWSIM_SOURCE_DIR "/" + file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

// Every name that a query may hold.
std::set<std::string> series() {
  std::set<std::string> names;
  for (const MetricFamily& each : exposition(sample())) {
    if (each.type != MetricType::Histogram) {
      names.insert(each.name);
      continue;
    }
    for (const char* const part : {"_bucket", "_sum", "_count"})
      names.insert(each.name + part);
  }
  return names;
}

std::set<std::string> names_in(const std::string& text) {
  const std::regex name{"shadowsim_[a-z_]+"};
  std::set<std::string> names;
  for (std::sregex_iterator found{text.begin(), text.end(), name}; found != std::sregex_iterator{};
       ++found)
    names.insert(found->str());
  return names;
}

TEST(Exposition, TheDashboardAsksForNothingElse) {
  const std::string dashboard = content_of("docs/grafana-dashboard.json");
  rapidjson::Document document;
  document.Parse(dashboard.c_str());
  ASSERT_FALSE(document.HasParseError());
  std::size_t queries = 0;
  for (const auto& panel : document["panels"].GetArray()) {
    for (const auto& target : panel["targets"].GetArray()) {
      const auto names = names_in(target["expr"].GetString());
      EXPECT_FALSE(names.empty()) << target["expr"].GetString();
      for (const std::string& name : names)
        EXPECT_TRUE(series().contains(name)) << name << " in: " << target["expr"].GetString();
      ++queries;
    }
  }
  EXPECT_GE(queries, 10U);
}

TEST(Exposition, TheDocumentNamesAllOfThemAndNoOther) {
  std::set<std::string> exported;
  for (const MetricFamily& each : exposition(sample()))
    exported.insert(each.name);
  const auto named = names_in(content_of("docs/metrics.md"));
  for (const std::string& name : exported)
    EXPECT_TRUE(named.contains(name)) << name << " is not in docs/metrics.md";
  for (const std::string& name : named)
    EXPECT_TRUE(exported.contains(name) || series().contains(name)) << name << " does not exist";
}

}  // namespace
}  // namespace shadowsim::metrics
