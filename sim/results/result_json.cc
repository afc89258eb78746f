#include "sim/results/result_json.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sim/measure/instrument_check.h"
#include "sim/measure/metric.h"
#include "sim/results/json_text.h"
#include "sim/results/result_schema.h"
#include "sim/results/utc_text.h"

namespace shadowsim::results {
namespace {

using measure::Histogram;
using measure::Metric;
using measure::MetricUnit;
using measure::RunResult;

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) / 1e9;
}

void write_metric(JsonText& json, std::string_view name, const Metric& metric,
                  const RunResult& result) {
  switch (metric.unit) {
    case MetricUnit::kCount:
      return json.count(name, static_cast<std::uint64_t>(metric.value(result)));
    case MetricUnit::kCountsByCode:
      json.begin_object(name);
      for (const auto& [code, count] : result.messages.rejected)
        json.count(std::to_string(code), count);
      return json.end_object();
    case MetricUnit::kMicroseconds:
    case MetricUnit::kSeconds:
    case MetricUnit::kRatio:
      return json.number(name, metric.value(result));
  }
}

// All metrics below one top-level key: "latency_us" with an object for each latency.
void write_group(JsonText& json, std::string_view group, const RunResult& result) {
  json.begin_object(group);
  std::string_view open;  // the inner object being written; empty for none
  for (const Metric& metric : measure::metrics()) {
    std::string_view rest = metric.path;
    if (!rest.starts_with(group) || rest.substr(group.size(), 1) != ".") continue;
    rest.remove_prefix(group.size() + 1);
    const std::size_t dot = rest.find('.');
    const std::string_view inner = dot == rest.npos ? std::string_view{} : rest.substr(0, dot);
    if (inner != open) {
      if (!open.empty()) json.end_object();
      if (!inner.empty()) json.begin_object(inner);
      open = inner;
    }
    write_metric(json, dot == rest.npos ? rest : rest.substr(dot + 1), metric, result);
  }
  if (!open.empty()) json.end_object();
  json.end_object();
}

void write_setting(JsonText& json, const RunResult& result) {
  json.begin_object("scenario");
  json.text("name", result.scenario.name);
  json.text("file", result.scenario.file);
  json.count("seed", result.scenario.seed);
  json.count("lights", result.scenario.lights);
  json.number("duration_s", seconds(result.scenario.duration));
  json.end_object();
  json.begin_object("endpoint");
  json.text("uri", result.endpoint.uri);
  json.truth("embedded", result.endpoint.embedded);
  json.text("mqtt_version", result.endpoint.mqtt_version);
  json.truth("tls", result.endpoint.tls);
  json.end_object();
  json.text("client", result.client);
  json.count("workers", result.workers);
  json.begin_object("shard");
  json.count("index", result.shard.index);
  json.count("count", result.shard.count);
  json.end_object();
  json.text("started_at", to_rfc3339(result.started_at));
  json.number("elapsed_s", seconds(result.elapsed));
  json.truth("complete", result.complete);
}

void write_counts(JsonText& json, std::string_view name,
                  const std::map<std::string, std::uint64_t>& counts) {
  json.begin_object(name);
  for (const auto& [key, count] : counts)
    json.count(key, count);
  json.end_object();
}

// What the sessions saw of it.
void write_seen(JsonText& json, const measure::RefusalsSeen& seen) {
  json.begin_object("seen");
  json.count("total", seen.total());
  for (const measure::RefusalKind kind : measure::kAllRefusalKinds) {
    json.begin_object(measure::name_of(kind));
    for (const auto& [code, count] : seen.codes(kind))
      json.count(code, count);
    json.end_object();
  }
  json.end_object();
}

void write_background(JsonText& json, const measure::BackgroundTally& background) {
  json.begin_object("background");
  json.count("published", background.published);
  json.count("received", background.received);
  json.begin_object("quotas");
  for (const auto& [key, taken] : background.quotas) {
    json.begin_object(key);
    json.exactly("taken", taken.taken);
    json.exactly("wanted", taken.wanted);
    json.count("refused", taken.refused);
    json.text("trouble", taken.trouble);
    json.end_object();
  }
  json.end_object();
  json.end_object();
}

void write_refusals(JsonText& json, const RunResult& result) {
  const measure::EndpointRefusals none;
  const auto& told = result.refusals.endpoint;
  const measure::EndpointRefusals& endpoint = told ? *told : none;
  json.begin_object("refusals");
  json.number("total", told ? static_cast<double>(told->total()) : std::nan(""));
  write_seen(json, result.refusals_seen);
  write_counts(json, "endpoint", endpoint.metrics);
  write_counts(json, "causes", endpoint.causes);
  json.begin_object("quotas");
  for (const auto& [key, use] : endpoint.quotas) {
    json.begin_object(key);
    json.exactly("limit", use.limit);
    json.count("burst", use.burst);
    json.count("allowed", use.allowed);
    json.count("refused", use.refused);
    json.count("peak", use.peak);
    json.number("share", use.share());
    json.end_object();
  }
  json.end_object();
  json.begin_object("packets");
  json.count("publishes_passed", endpoint.packets.publishes_passed);
  json.count("publishes_refused", endpoint.packets.publishes_refused);
  json.count("deliveries_passed", endpoint.packets.deliveries_passed);
  json.count("deliveries_refused", endpoint.packets.deliveries_refused);
  json.end_object();
  json.end_object();
}

void write_search(JsonText& json, const RunResult& result) {
  if (!result.search) return json.null("search");
  json.begin_object("search");
  json.begin_array("tries");
  for (const measure::RateTry& made : result.search->tries) {
    json.begin_object();
    json.number("per_second", made.rate.per_second);
    json.truth("held", made.held);
    json.text("saturated", made.saturated);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_environment(JsonText& json, const measure::Environment& environment) {
  json.begin_object("environment");
  json.begin_array("software");
  for (const measure::Software& software : environment.software) {
    json.begin_object();
    json.text("name", software.name);
    json.text("version", software.version);
    json.end_object();
  }
  json.end_array();
  json.begin_array("machines");
  for (const measure::Machine& machine : environment.machines) {
    json.begin_object();
    json.text("name", machine.name);
    json.text("cpu", machine.cpu);
    json.count("cores", machine.cores);
    json.count("memory_kib", machine.memory_kib);
    json.text("system", machine.system);
    json.text("kernel", machine.kernel);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_timeline(JsonText& json, const RunResult& result) {
  json.begin_array("timeline");
  for (const measure::Stretch& stretch : result.timeline) {
    json.begin_object();
    json.text("kind", stretch.kind);
    json.text("about", stretch.about);
    json.number("begin_s", seconds(stretch.begin));
    json.number("end_s", seconds(stretch.end));
    json.number("settled_after_s",
                stretch.settled_after ? seconds(*stretch.settled_after) : std::nan(""));
    json.end_object();
  }
  json.end_array();
}

void write_thresholds(JsonText& json, const RunResult& result) {
  json.begin_array("thresholds");
  for (const measure::JudgedThreshold& threshold : result.thresholds) {
    json.begin_object();
    json.text("expression", threshold.expression);
    json.number("observed", threshold.observed.value_or(std::nan("")));
    json.truth("passed", threshold.passed);
    json.text("unit", threshold.in_microseconds ? "us" : "");
    json.text("remark", threshold.remark);
    json.end_object();
  }
  json.end_array();
}

void write_histogram(JsonText& json, std::string_view name, const Histogram& histogram) {
  json.begin_object(name);
  json.count("count", histogram.count());
  json.nanoseconds("min", histogram.min());
  json.nanoseconds("max", histogram.max());
  json.nanoseconds("sum", histogram.sum());
  json.begin_array("bins");
  for (const Histogram::Bin& bin : histogram.bins())
    json.bin(bin);
  json.end_array();
  json.end_object();
}

}  // namespace

std::string to_summary_json(const RunResult& result) {
  JsonText json;
  json.begin_object();
  json.text("schema", kSummarySchema);
  write_setting(json, result);
  for (const std::string_view group : {"connections", "changes", "messages", "latency_us",
                                       "final_check", "instrument", "resources"})
    write_group(json, group, result);
  write_background(json, result.background);
  write_refusals(json, result);
  write_environment(json, result.environment);
  write_timeline(json, result);
  write_search(json, result);
  json.texts("warnings", measure::instrument_warnings(result));
  write_thresholds(json, result);
  json.text("verdict", result.passed ? "pass" : "fail");
  json.end_object();
  return json.take();
}

std::string to_histograms_json(const RunResult& result) {
  JsonText json;
  json.begin_object();
  json.text("schema", kHistogramsSchema);
  json.begin_object("axis");
  json.text("scale", "log");
  json.text("unit", "ns");
  json.count("bins", Histogram::kBins);
  json.nanoseconds("lowest", Histogram::kLowest);
  json.nanoseconds("highest", Histogram::kHighest);
  json.end_object();
  json.begin_object("histograms");
  for (const NamedHistogram& named : kHistograms)
    write_histogram(json, named.name, named.in(result));
  json.end_object();
  json.end_object();
  return json.take();
}

}  // namespace shadowsim::results
