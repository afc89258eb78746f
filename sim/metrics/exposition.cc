#include "sim/metrics/exposition.h"

#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>

namespace shadowsim::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

ClientMetric counted(std::uint64_t count, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = static_cast<double>(count);
  return metric;
}

MetricFamily counter(std::string name, std::string help, std::vector<ClientMetric> metrics) {
  return {std::move(name), std::move(help), MetricType::Counter, std::move(metrics)};
}

// One counter with a value of `label` for each.
MetricFamily counters(std::string name, std::string help, const std::string& label,
                      std::initializer_list<std::pair<const char*, std::uint64_t>> values) {
  std::vector<ClientMetric> metrics;
  for (const auto& [value, count] : values)
    metrics.push_back(counted(count, {{label, value}}));
  return counter(std::move(name), std::move(help), std::move(metrics));
}

MetricFamily gauge(std::string name, std::string help, double value) {
  ClientMetric metric;
  metric.gauge.value = value;
  return {std::move(name), std::move(help), MetricType::Gauge, {metric}};
}

MetricFamily histogram(std::string name, std::string help, const measure::Buckets& buckets) {
  ClientMetric metric;
  auto& told = metric.histogram;
  const auto bounds = measure::bucket_bounds();
  for (std::size_t i = 0; i < buckets.counts.size(); ++i) {
    told.sample_count += buckets.counts[i];
    told.bucket.push_back({told.sample_count, i < bounds.size() ? seconds(bounds[i]) : HUGE_VAL});
  }
  told.sample_sum = seconds(buckets.sum);
  return {std::move(name), std::move(help), MetricType::Histogram, {metric}};
}

MetricFamily rejections(const measure::MessageTally& messages) {
  std::vector<ClientMetric> metrics;
  for (const auto& [code, count] : messages.rejected)
    metrics.push_back(counted(count, {{"code", std::to_string(code)}}));
  return counter("shadowsim_rejected_messages_total",
                 "Messages that were rejected, by the service's code or MQTT's reason code.",
                 std::move(metrics));
}

MetricFamily refusals_seen(const measure::RefusalsSeen& seen) {
  std::vector<ClientMetric> metrics;
  for (const measure::RefusalKind kind : measure::kAllRefusalKinds) {
    for (const auto& [code, count] : seen.codes(kind))
      metrics.push_back(
          counted(count, {{"kind", std::string{measure::name_of(kind)}}, {"code", code}}));
  }
  return counter("shadowsim_refusals_seen_total",
                 "What the sessions saw of being refused, by kind and code.", std::move(metrics));
}

}  // namespace

std::vector<MetricFamily> exposition(const Snapshot& snapshot) {
  const auto& [connections, changes, messages, seen, convergence, round_trip] = snapshot.figures;
  return {
      histogram("shadowsim_convergence_seconds",
                "From the moment a change was planned for to its convergence.", convergence),
      histogram("shadowsim_round_trip_seconds", "From a light's report to its update/accepted.",
                round_trip),
      counter("shadowsim_changes_scheduled_total", "Changes whose planned moment has come.",
              {counted(changes.scheduled)}),
      counters("shadowsim_changes_total", "Changes that have an outcome, by it.", "outcome",
               {{"converged", changes.converged},
                {"superseded", changes.superseded},
                {"rejected", changes.rejected},
                {"unconverged", changes.unconverged},
                {"unsent", changes.unsent}}),
      counters("shadowsim_connects_total", "Connects that have ended, by how.", "outcome",
               {{"established", connections.established}, {"refused", connections.refused}}),
      counter("shadowsim_connections_lost_total",
              "Connections that ended without the session's asking.", {counted(connections.lost)}),
      counter("shadowsim_reconnects_total", "Connects of sessions that had been connected before.",
              {counted(connections.reconnected)}),
      counters("shadowsim_messages_total", "Messages of all lights and apps.", "direction",
               {{"published", messages.published}, {"received", messages.received}}),
      counter("shadowsim_deltas_total", "Deltas that arrived at lights.",
              {counted(messages.deltas)}),
      rejections(messages),
      refusals_seen(seen),
      gauge("shadowsim_connected_sessions", "Sessions that are connected now.",
            static_cast<double>(snapshot.connected)),
      gauge("shadowsim_sessions", "Sessions that are meant to be connected.",
            static_cast<double>(snapshot.sessions)),
      gauge("shadowsim_changes_in_flight", "Changes that are open now.",
            static_cast<double>(snapshot.in_flight)),
      gauge("shadowsim_timeline_elapsed_seconds", "Since the timeline began.",
            seconds(snapshot.elapsed)),
      gauge("shadowsim_timeline_length_seconds", "How long the timeline is.",
            seconds(snapshot.length)),
  };
}

}  // namespace shadowsim::metrics
