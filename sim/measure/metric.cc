#include "sim/measure/metric.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace shadowsim::measure {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

constexpr std::string_view kRejectedPrefix = "messages.rejected.";
constexpr std::string_view kRefusalsPrefix = "refusals.";
constexpr std::string_view kSeenPrefix = "refusals.seen.";

// Of the shadow service (Source: Device Shadow guide, "Device Shadow error messages"), and of
// CONNACK, PUBACK and SUBACK (Source: MQTT 5.0, 2.4 "Reason Code").
constexpr std::array kCodes{400, 401, 403, 404, 409, 413, 415, 429, 500, 128, 131, 133, 134, 135,
                            136, 137, 143, 144, 145, 149, 151, 153, 155, 158, 159, 161, 162};

double microseconds(Duration duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

double seconds(Duration duration) {
  return static_cast<double>(duration.count()) / 1e9;
}

double ratio(double over, std::uint64_t under) {
  return under == 0 ? kNothing : over / static_cast<double>(under);
}

// A median as a part of the convergence's.
double share_of_convergence(const Histogram& part, const RunResult& result) {
  const Histogram& whole = result.latencies.convergence;
  if (part.count() == 0 || whole.count() == 0) return kNothing;
  return microseconds(part.percentile(0.5)) / microseconds(whole.percentile(0.5));
}

std::uint64_t changes_sent(const RunResult& result) {
  return result.changes.scheduled - result.changes.unsent;
}

// The list while it grows, group by group.
class Listing {
 public:
  // A stored count; `member` leads from a result to it.
  template <class Member>
  void count(std::string path, Member member) {
    const auto value = [member](const RunResult& result) {
      return static_cast<double>(member(result));
    };
    const auto field = [member](RunResult& result) -> std::uint64_t& { return member(result); };
    metrics_.push_back({std::move(path), MetricUnit::kCount, value, field});
  }

  void derived(std::string path, MetricUnit unit, std::function<double(const RunResult&)> value) {
    metrics_.push_back({std::move(path), unit, std::move(value), {}});
  }

  template <class Time>
  void optional_seconds(std::string path, Time time) {
    derived(std::move(path), MetricUnit::kSeconds, [time](const RunResult& result) {
      const std::optional<Duration> of = time(result);
      return of ? seconds(*of) : kNothing;
    });
  }

  // The figures of a histogram; `histogram` leads from a result to it.
  template <class Member>
  void latency(const std::string& path, Member histogram) {
    derived(path + ".count", MetricUnit::kCount, [histogram](const RunResult& result) {
      return static_cast<double>(histogram(result).count());
    });
    figure(path + ".min", histogram, [](const Histogram& h) { return h.min(); });
    figure(path + ".mean", histogram, [](const Histogram& h) { return h.mean(); });
    percentile(path + ".p50", histogram, 0.5);
    percentile(path + ".p90", histogram, 0.9);
    percentile(path + ".p99", histogram, 0.99);
    percentile(path + ".p99_9", histogram, 0.999);
    percentile(path + ".p99_99", histogram, 0.9999);
    figure(path + ".max", histogram, [](const Histogram& h) { return h.max(); });
  }

  template <class Member>
  void percentile(std::string path, Member histogram, double share) {
    figure(std::move(path), histogram, [share](const Histogram& h) { return h.percentile(share); });
  }

  std::vector<Metric> take() { return std::move(metrics_); }

 private:
  template <class Member, class Figure>
  void figure(std::string path, Member histogram, Figure figure) {
    derived(std::move(path), MetricUnit::kMicroseconds,
            [histogram, figure](const RunResult& result) {
              const Histogram& of = histogram(result);
              return of.count() == 0 ? kNothing : microseconds(figure(of));
            });
  }

  std::vector<Metric> metrics_;
};

// How long a fleet took; `fleet` leads from a result to it.
template <class Member>
void list_full_fleet(Listing& list, const std::string& path, Member fleet) {
  list.optional_seconds(path + "after_s",
                        [fleet](const RunResult& result) { return fleet(result).after; });
  list.optional_seconds(path + "again_after_s",
                        [fleet](const RunResult& result) { return fleet(result).again_after; });
}

// The figures of a growth of memory; `growth` leads from a result to it.
template <class Member>
void list_growth(Listing& list, const std::string& path, Member growth) {
  const auto figure = [&](const char* name, MetricUnit unit, auto value) {
    list.derived(path + name, unit, [growth, value](const RunResult& result) {
      const std::optional<MemoryGrowth>& of = growth(result);
      return of ? value(*of) : kNothing;
    });
  };
  figure(".over_s", MetricUnit::kSeconds, [](const MemoryGrowth& of) { return seconds(of.over); });
  figure(".begin_kib", MetricUnit::kRatio, [](const MemoryGrowth& of) { return of.begin_kib; });
  figure(".end_kib", MetricUnit::kRatio, [](const MemoryGrowth& of) { return of.end_kib; });
  figure(".growth", MetricUnit::kRatio, [](const MemoryGrowth& of) { return of.share(); });
  figure(".growth_kib_per_hour", MetricUnit::kRatio,
         [](const MemoryGrowth& of) { return of.kib_per_hour(); });
}

// Each member leads to a count of a result, writable where the result is.
#define SHADOWSIM_FIELD(member) \
  [](auto& result) -> auto& {   \
    return result.member;       \
  }

void list_counts(Listing& list) {
  list.count("connections.attempted", SHADOWSIM_FIELD(connections.attempted));
  list.count("connections.established", SHADOWSIM_FIELD(connections.established));
  list.count("connections.refused", SHADOWSIM_FIELD(connections.refused));
  list.count("connections.lost", SHADOWSIM_FIELD(connections.lost));
  list.count("connections.reconnected", SHADOWSIM_FIELD(connections.reconnected));
  list.count("connections.peak", SHADOWSIM_FIELD(connections.peak));
  list_full_fleet(list, "connections.full_", SHADOWSIM_FIELD(full_fleet));
  list_full_fleet(list, "connections.subscribed_", SHADOWSIM_FIELD(subscribed_fleet));
  list_full_fleet(list, "connections.online_", SHADOWSIM_FIELD(online_fleet));
  list.optional_seconds("connections.ideal_again_after_s",
                        [](const RunResult& result) { return ideal_return(result.refusals); });
  list.count("changes.scheduled", SHADOWSIM_FIELD(changes.scheduled));
  list.count("changes.converged", SHADOWSIM_FIELD(changes.converged));
  list.count("changes.superseded", SHADOWSIM_FIELD(changes.superseded));
  list.count("changes.rejected", SHADOWSIM_FIELD(changes.rejected));
  list.count("changes.unconverged", SHADOWSIM_FIELD(changes.unconverged));
  list.count("changes.unsent", SHADOWSIM_FIELD(changes.unsent));
  list.optional_seconds("timeline.settled_after_s", [](const RunResult& result) {
    const Stretch* const last = last_settled(result.timeline);
    return last == nullptr ? std::nullopt : last->settled_after;
  });
  list.count("messages.published", SHADOWSIM_FIELD(messages.published));
  list.count("messages.received", SHADOWSIM_FIELD(messages.received));
  list.count("messages.deltas", SHADOWSIM_FIELD(messages.deltas));
  list.derived("messages.rejected", MetricUnit::kCountsByCode, [](const RunResult& result) {
    return static_cast<double>(result.messages.rejected_total());
  });
  list.count("messages.duplicates", SHADOWSIM_FIELD(messages.duplicates));
  list.count("messages.stale_deltas", SHADOWSIM_FIELD(messages.stale_deltas));
  list.count("messages.version_gaps", SHADOWSIM_FIELD(messages.version_gaps));
  list.derived("messages.deltas_per_change", MetricUnit::kRatio, [](const RunResult& result) {
    return ratio(static_cast<double>(result.messages.deltas), changes_sent(result));
  });
}

std::vector<Metric> list_all() {
  Listing list;
  list.derived("elapsed_s", MetricUnit::kSeconds,
               [](const RunResult& result) { return seconds(result.elapsed); });
  list_counts(list);
  list.latency("latency_us.convergence", SHADOWSIM_FIELD(latencies.convergence));
  list.latency("latency_us.convergence_service", SHADOWSIM_FIELD(latencies.convergence_service));
  list.latency("latency_us.delta", SHADOWSIM_FIELD(latencies.delta));
  list.latency("latency_us.round_trip", SHADOWSIM_FIELD(latencies.round_trip));
  list.latency("latency_us.connect", SHADOWSIM_FIELD(latencies.connect));
  list.count("final_check.lights", SHADOWSIM_FIELD(final_check.lights));
  list.count("final_check.in_sync", SHADOWSIM_FIELD(final_check.in_sync));
  list.count("final_check.divergent", SHADOWSIM_FIELD(final_check.divergent));
  list.count("final_check.unreachable", SHADOWSIM_FIELD(final_check.unreachable));
  list.derived("refusals.total", MetricUnit::kRatio, [](const RunResult& result) {
    return refusal_value(result.refusals, "total").value_or(kNothing);
  });
  list.latency("instrument.scheduling_lag_us", SHADOWSIM_FIELD(instrument.scheduling_lag));
  const auto floor = SHADOWSIM_FIELD(instrument.floor_round_trip);
  list.percentile("instrument.floor_round_trip_us.p50", floor, 0.5);
  list.percentile("instrument.floor_round_trip_us.p99", floor, 0.99);
  list.derived("instrument.floor_share", MetricUnit::kRatio, [](const RunResult& result) {
    return share_of_convergence(result.instrument.floor_round_trip, result);
  });
  list.derived("instrument.lag_share", MetricUnit::kRatio, [](const RunResult& result) {
    return share_of_convergence(result.instrument.scheduling_lag, result);
  });
  list.derived("instrument.busiest_thread", MetricUnit::kRatio, [](const RunResult& result) {
    return result.instrument.busiest_thread.value_or(kNothing);
  });
  list.derived("resources.cpu_s", MetricUnit::kSeconds,
               [](const RunResult& result) { return seconds(result.resources.cpu); });
  list.count("resources.peak_rss_kib", SHADOWSIM_FIELD(resources.peak_rss_kib));
  list.derived("resources.cpu_us_per_change", MetricUnit::kMicroseconds,
               [](const RunResult& result) {
                 return ratio(microseconds(result.resources.cpu), changes_sent(result));
               });
  list.derived("resources.endpoint_busiest_thread", MetricUnit::kRatio,
               [](const RunResult& result) {
                 return result.resources.endpoint_busiest_thread.value_or(kNothing);
               });
  list_growth(list, "resources.memory", SHADOWSIM_FIELD(resources.memory));
  list_growth(list, "resources.endpoint_memory", SHADOWSIM_FIELD(resources.endpoint_memory));
  return list.take();
}

#undef SHADOWSIM_FIELD

const Metric* find(std::string_view path) {
  const std::vector<Metric>& all = metrics();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Metric& m) { return m.path == path; });
  return found == all.end() ? nullptr : &*found;
}

// The code of "messages.rejected.<code>".
std::optional<int> rejection_code(std::string_view path) {
  if (!path.starts_with(kRejectedPrefix)) return std::nullopt;
  const std::string_view digits = path.substr(kRejectedPrefix.size());
  const char* const end = digits.data() + digits.size();
  int code = 0;
  const auto [rest, failure] = std::from_chars(digits.data(), end, code);
  if (failure != std::errc{} || rest != end || code <= 0) return std::nullopt;
  return code;
}

}  // namespace

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all = list_all();
  return all;
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) {
    names.push_back(metric.path);
    if (metric.unit != MetricUnit::kCountsByCode) continue;
    for (const int code : kCodes)
      names.push_back(fmt::format("{}{}", kRejectedPrefix, code));
  }
  for (const std::string& path : RefusalsSeen::paths())
    names.push_back(fmt::format("{}{}", kSeenPrefix, path));
  return names;
}

std::optional<double> metric_value(const RunResult& result, std::string_view path) {
  if (const Metric* const metric = find(path)) return metric->value(result);
  if (path.starts_with(kSeenPrefix))
    return result.refusals_seen.value(path.substr(kSeenPrefix.size()));
  if (path.starts_with(kRefusalsPrefix))
    return refusal_value(result.refusals, path.substr(kRefusalsPrefix.size()));
  const std::optional<int> code = rejection_code(path);
  if (!code) return std::nullopt;
  const auto found = result.messages.rejected.find(*code);
  return found == result.messages.rejected.end() ? 0.0 : static_cast<double>(found->second);
}

bool metric_is_in_microseconds(std::string_view path) {
  const Metric* const metric = find(path);
  return metric != nullptr && metric->unit == MetricUnit::kMicroseconds;
}

}  // namespace shadowsim::measure
