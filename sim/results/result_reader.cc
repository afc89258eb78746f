#include "sim/results/result_reader.h"

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/metric.h"
#include "sim/results/json_file.h"
#include "sim/results/result_schema.h"
#include "sim/results/utc_text.h"

namespace shadowsim::results {
namespace {

using measure::Histogram;
using measure::RunResult;

measure::FullFleet read_full_fleet(JsonFile& file, std::string_view what) {
  const Json& connections = file.at("connections");
  return {.after = file.optional_seconds(connections, fmt::format("{}_after_s", what)),
          .again_after = file.optional_seconds(connections, fmt::format("{}_again_after_s", what))};
}

// Older results have none.
std::optional<measure::MemoryGrowth> read_growth(JsonFile& file, const std::string& path) {
  if (file.find(path) == nullptr) return std::nullopt;
  const auto begin = file.share(path + ".begin_kib");
  const auto end = file.share(path + ".end_kib");
  if (!begin || !end) return std::nullopt;
  return measure::MemoryGrowth{
      .over = file.seconds(path + ".over_s"), .begin_kib = *begin, .end_kib = *end};
}

void read_setting(JsonFile& file, RunResult& result) {
  file.expect_text("schema", kSummarySchema);
  result.scenario = {.name = file.text("scenario.name"),
                     .file = file.text("scenario.file"),
                     .seed = file.count("scenario.seed"),
                     .lights = file.count("scenario.lights"),
                     .duration = file.seconds("scenario.duration_s")};
  result.endpoint = {.uri = file.text("endpoint.uri"),
                     .embedded = file.truth("endpoint.embedded"),
                     .mqtt_version = file.text("endpoint.mqtt_version"),
                     .tls = file.truth("endpoint.tls")};
  result.client = file.text("client");
  result.workers = file.small_count("workers");
  result.shard = {.index = file.small_count("shard.index"),
                  .count = file.small_count("shard.count")};
  const std::optional<WallTime> started_at = parse_rfc3339(file.text("started_at"));
  if (!started_at) file.fail("started_at is not a time like 2026-11-23T04:12:00.000Z");
  result.started_at = started_at.value_or(WallTime{});
  result.elapsed = file.seconds("elapsed_s");
  result.complete = file.truth("complete");
  result.full_fleet = read_full_fleet(file, "full");
  result.subscribed_fleet = read_full_fleet(file, "subscribed");
  result.online_fleet = read_full_fleet(file, "online");
  result.instrument.busiest_thread = file.share("instrument.busiest_thread");
  result.resources.cpu = file.seconds("resources.cpu_s");
  result.resources.endpoint_busiest_thread = file.share("resources.endpoint_busiest_thread");
  result.resources.memory = read_growth(file, "resources.memory");
  result.resources.endpoint_memory = read_growth(file, "resources.endpoint_memory");
}

void read_rejections(JsonFile& file, RunResult& result) {
  constexpr std::string_view kPath = "messages.rejected";
  const Json& codes = file.at(kPath);
  if (!codes.IsObject()) return file.fail(fmt::format("{} is not an object", kPath));
  for (const auto& member : codes.GetObject()) {
    const std::string_view name{member.name.GetString(), member.name.GetStringLength()};
    int code = 0;
    const auto [rest, failure] = std::from_chars(name.data(), name.data() + name.size(), code);
    if (failure != std::errc{} || rest != name.data() + name.size())
      return file.fail(fmt::format("{}.{} is not a code", kPath, name));
    result.messages.rejected[code] = file.count(member.value, kPath);
  }
}

using Counts = std::map<std::string, std::uint64_t>;

Counts read_counts(JsonFile& file, std::string_view path) {
  Counts counts;
  const Json& all = file.at(path);
  if (!all.IsObject()) return file.fail(fmt::format("{} is not an object", path)), counts;
  for (const auto& member : all.GetObject())
    counts.emplace(std::string{member.name.GetString(), member.name.GetStringLength()},
                   file.count(member.value, path));
  return counts;
}

measure::QuotaUse read_quota(JsonFile& file, const Json& value) {
  constexpr std::string_view kPath = "refusals.quotas";
  const Json missing;
  const auto at = [&](std::string_view key) -> const Json& {
    const Json* const found = JsonFile::member(value, key);
    return found == nullptr ? missing : *found;
  };
  if (!at("limit").IsNumber())
    return file.fail("refusals.quotas: each has a limit"), measure::QuotaUse{};
  return {
      .limit = at("limit").GetDouble(),
      .allowed = file.count(at("allowed"), kPath),
      .refused = file.count(at("refused"), kPath),
      .peak = file.count(at("peak"), kPath),
      .burst = at("burst").IsNull() ? 0 : file.count(at("burst"), kPath)};  // older ones have none
}

// Older results have none; where the endpoint told nothing there are no metrics.
void read_refusals(JsonFile& file, RunResult& result) {
  if (file.find("refusals") == nullptr) return;
  measure::EndpointRefusals told;
  told.metrics = read_counts(file, "refusals.endpoint");
  if (told.metrics.empty()) return;
  told.causes = read_counts(file, "refusals.causes");
  const Json& quotas = file.at("refusals.quotas");
  if (!quotas.IsObject()) return file.fail("refusals.quotas is not an object");
  for (const auto& member : quotas.GetObject())
    told.quotas.emplace(std::string{member.name.GetString(), member.name.GetStringLength()},
                        read_quota(file, member.value));
  told.packets = {.publishes_passed = file.count("refusals.packets.publishes_passed"),
                  .publishes_refused = file.count("refusals.packets.publishes_refused"),
                  .deliveries_passed = file.count("refusals.packets.deliveries_passed"),
                  .deliveries_refused = file.count("refusals.packets.deliveries_refused")};
  result.refusals.endpoint = std::move(told);
}

// Older results have none.
void read_background(JsonFile& file, RunResult& result) {
  if (file.find("background") == nullptr) return;
  result.background.published = file.count("background.published");
  result.background.received = file.count("background.received");
  const Json& quotas = file.at("background.quotas");
  if (!quotas.IsObject()) return file.fail("background.quotas is not an object");
  for (const auto& member : quotas.GetObject()) {
    const std::string key{member.name.GetString(), member.name.GetStringLength()};
    const Json* const taken = JsonFile::member(member.value, "taken");
    const Json* const wanted = JsonFile::member(member.value, "wanted");
    if (taken == nullptr || !taken->IsNumber() || wanted == nullptr || !wanted->IsNumber())
      return file.fail("background.quotas: each has taken and wanted");
    result.background.quotas[key] = {.taken = taken->GetDouble(),
                                     .wanted = wanted->GetDouble(),
                                     .refused = file.count_in(member.value, "refused"),
                                     .trouble = file.text_in(member.value, "trouble")};
  }
}

// Older results have none.
void read_refusals_seen(JsonFile& file, RunResult& result) {
  for (const measure::RefusalKind kind : measure::kAllRefusalKinds) {
    const std::string path = fmt::format("refusals.seen.{}", measure::name_of(kind));
    const Json* const codes = file.find(path);
    if (codes == nullptr) continue;
    if (!codes->IsObject()) return file.fail(fmt::format("{} is not an object", path));
    for (const auto& member : codes->GetObject())
      result.refusals_seen.note(kind, {member.name.GetString(), member.name.GetStringLength()},
                                file.count(member.value, path));
  }
}

// Older results have none.
void read_search(JsonFile& file, RunResult& result) {
  const Json* const search = file.find("search");
  if (search == nullptr || search->IsNull()) return;
  result.search.emplace();
  for (const Json& value : file.array("search.tries")) {
    const Json* const rate = JsonFile::member(value, "per_second");
    const Json* const held = JsonFile::member(value, "held");
    const Json* const saturated = JsonFile::member(value, "saturated");
    if (rate == nullptr || !rate->IsNumber() || held == nullptr || saturated == nullptr)
      return file.fail("search.tries: each has per_second, held and saturated");
    result.search->tries.push_back({.rate = Rate{rate->GetDouble()},
                                    .held = file.truth(*held, "search.tries: held"),
                                    .saturated = file.text(*saturated, "search.tries: saturated")});
  }
}

// Older results have none, nor a timeline.
void read_environment(JsonFile& file, RunResult& result) {
  if (file.find("environment") == nullptr) return;
  for (const Json& value : file.array("environment.software"))
    result.environment.software.push_back(
        {.name = file.text_in(value, "name"), .version = file.text_in(value, "version")});
  for (const Json& value : file.array("environment.machines"))
    result.environment.machines.push_back(
        {.name = file.text_in(value, "name"),
         .cpu = file.text_in(value, "cpu"),
         .cores = static_cast<std::uint32_t>(file.count_in(value, "cores")),
         .memory_kib = file.count_in(value, "memory_kib"),
         .system = file.text_in(value, "system"),
         .kernel = file.text_in(value, "kernel")});
}

void read_timeline(JsonFile& file, RunResult& result) {
  if (file.find("timeline") == nullptr) return;
  for (const Json& value : file.array("timeline"))
    result.timeline.push_back({.kind = file.text_in(value, "kind"),
                               .about = file.text_in(value, "about"),
                               .begin = file.seconds_in(value, "begin_s"),
                               .end = file.seconds_in(value, "end_s"),
                               .settled_after = file.optional_seconds(value, "settled_after_s")});
}

void read_thresholds(JsonFile& file, RunResult& result) {
  const Json missing;
  for (const Json& value : file.array("thresholds")) {
    const auto at = [&](std::string_view key) -> const Json& {
      const Json* const found = JsonFile::member(value, key);
      return found == nullptr ? missing : *found;
    };
    measure::JudgedThreshold threshold;
    threshold.expression = file.text(at("expression"), "thresholds: expression");
    threshold.passed = file.truth(at("passed"), "thresholds: passed");
    threshold.in_microseconds = file.text(at("unit"), "thresholds: unit") == "us";
    threshold.remark = file.text(at("remark"), "thresholds: remark");
    if (at("observed").IsNumber()) threshold.observed = at("observed").GetDouble();
    result.thresholds.push_back(std::move(threshold));
  }
  result.passed = file.text("verdict") == "pass";
}

Histogram read_histogram(JsonFile& file, std::string_view name) {
  const auto path = [&](std::string_view key) {
    return fmt::format("histograms.{}.{}", name, key);
  };
  std::vector<Histogram::Bin> bins;
  for (const Json& value : file.array(path("bins"))) {
    if (!value.IsArray() || value.Size() != 2 || !value[0].IsUint() || !value[1].IsUint64()) {
      file.fail(fmt::format("{} holds something else than [index, count]", path("bins")));
      return {};
    }
    bins.push_back({.index = value[0].GetUint(), .count = value[1].GetUint64()});
  }
  auto histogram =
      Histogram::from_bins(bins, file.nanoseconds(path("min")), file.nanoseconds(path("max")),
                           file.nanoseconds(path("sum")));
  if (!histogram) {
    file.fail(fmt::format("histograms.{}: {}", name, histogram.error().message));
    return {};
  }
  if (histogram->count() != file.count(path("count")))
    file.fail(fmt::format("{} is not the sum of the bins", path("count")));
  return std::move(*histogram);
}

void read_histograms(JsonFile& file, RunResult& result) {
  file.expect_text("schema", kHistogramsSchema);
  file.expect_text("axis.scale", "log");
  file.expect_text("axis.unit", "ns");
  if (file.count("axis.bins") != Histogram::kBins ||
      file.nanoseconds("axis.lowest") != Histogram::kLowest ||
      file.nanoseconds("axis.highest") != Histogram::kHighest)
    file.fail("axis is not the one of this version");
  for (const NamedHistogram& named : kHistograms)
    named.in(result) = read_histogram(file, named.name);
}

}  // namespace

Result<RunResult> parse_result(std::string_view summary, std::string_view histograms) {
  RunResult result;
  JsonFile summary_file{"summary.json", summary};
  read_setting(summary_file, result);
  for (const measure::Metric& metric : measure::metrics()) {
    if (metric.field) metric.field(result) = summary_file.count(metric.path);
  }
  read_rejections(summary_file, result);
  read_environment(summary_file, result);
  read_timeline(summary_file, result);
  read_refusals(summary_file, result);
  read_background(summary_file, result);
  read_refusals_seen(summary_file, result);
  read_search(summary_file, result);
  read_thresholds(summary_file, result);
  if (summary_file.error()) return *summary_file.error();

  JsonFile histograms_file{"histograms.json", histograms};
  read_histograms(histograms_file, result);
  if (histograms_file.error()) return *histograms_file.error();
  return result;
}

}  // namespace shadowsim::results
