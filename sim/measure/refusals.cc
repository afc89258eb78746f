#include "sim/measure/refusals.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

namespace shadowsim::measure {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

using Counts = std::map<std::string, std::uint64_t>;

double count_of(const Counts& counts, std::string_view name) {
  const auto found = counts.find(std::string{name});
  return found == counts.end() ? 0 : static_cast<double>(found->second);
}

void add(Counts& to, const Counts& more) {
  for (const auto& [name, count] : more)
    to[name] += count;
}

std::optional<double> packets_value(const JudgedPackets& packets, std::string_view name) {
  const std::array<std::pair<std::string_view, std::uint64_t>, 4> all{
      {{"publishes_passed", packets.publishes_passed},
       {"publishes_refused", packets.publishes_refused},
       {"deliveries_passed", packets.deliveries_passed},
       {"deliveries_refused", packets.deliveries_refused}}};
  const auto* const found =
      std::ranges::find(all, name, [](const auto& entry) { return entry.first; });
  if (found == all.end()) return std::nullopt;
  return static_cast<double>(found->second);
}

// At a path like "KEY.peak".
std::optional<double> quota_value(const EndpointRefusals& endpoint, std::string_view path) {
  const std::size_t dot = std::min(path.find('.'), path.size() - 1);
  const auto found = endpoint.quotas.find(std::string{path.substr(0, dot)});
  const QuotaUse use = found == endpoint.quotas.end() ? QuotaUse{} : found->second;
  const std::array<std::pair<std::string_view, double>, 6> all{
      {{"limit", use.limit},
       {"burst", static_cast<double>(use.burst)},
       {"allowed", static_cast<double>(use.allowed)},
       {"refused", static_cast<double>(use.refused)},
       {"peak", static_cast<double>(use.peak)},
       {"share", use.share()}}};
  const auto* const field =
      std::ranges::find(all, path.substr(dot + 1), [](const auto& entry) { return entry.first; });
  if (field == all.end()) return std::nullopt;
  return found == endpoint.quotas.end() ? kNothing : field->second;
}

// How long what was there of `count` at a time takes to be let in again at `rate`.
std::optional<Duration> refill(const EndpointRefusals& endpoint, const char* count,
                               const char* rate) {
  const auto all = endpoint.quotas.find(count);
  const auto paced = endpoint.quotas.find(rate);
  if (all == endpoint.quotas.end() || paced == endpoint.quotas.end() || all->second.peak == 0 ||
      paced->second.limit <= 0)
    return std::nullopt;
  const auto owed =
      static_cast<double>(all->second.peak - std::min(all->second.peak, paced->second.burst));
  return std::chrono::round<Duration>(std::chrono::duration<double>{owed / paced->second.limit});
}

}  // namespace

double QuotaUse::share() const {
  return limit > 0 ? static_cast<double>(peak) / limit : kNothing;
}

std::uint64_t EndpointRefusals::total() const {
  return std::accumulate(causes.begin(), causes.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& cause) { return sum + cause.second; });
}

void add(Refusals& to, const Refusals& more) {
  if (!more.endpoint) return;
  if (!to.endpoint) to.endpoint.emplace();
  EndpointRefusals& all = *to.endpoint;
  add(all.metrics, more.endpoint->metrics);
  add(all.causes, more.endpoint->causes);
  for (const auto& [key, use] : more.endpoint->quotas) {
    QuotaUse& sum = all.quotas[key];
    sum.limit = std::max(sum.limit, use.limit);
    sum.burst = std::max(sum.burst, use.burst);
    sum.allowed += use.allowed;
    sum.refused += use.refused;
    sum.peak = std::max(sum.peak, use.peak);
  }
  const JudgedPackets& packets = more.endpoint->packets;
  all.packets.publishes_passed += packets.publishes_passed;
  all.packets.publishes_refused += packets.publishes_refused;
  all.packets.deliveries_passed += packets.deliveries_passed;
  all.packets.deliveries_refused += packets.deliveries_refused;
}

std::optional<Duration> ideal_return(const Refusals& refusals) {
  if (!refusals.endpoint) return std::nullopt;
  return std::max(refill(*refusals.endpoint, "concurrent_connections_per_account",
                         "connect_requests_per_second_per_account"),
                  refill(*refusals.endpoint, "subscriptions_max_per_account",
                         "subscriptions_per_second_per_account"));
}

std::optional<double> refusal_value(const Refusals& refusals, std::string_view path) {
  const EndpointRefusals endpoint = refusals.endpoint.value_or(EndpointRefusals{});
  const auto rest_after = [&](std::string_view prefix) {
    return path.starts_with(prefix) && path.size() > prefix.size()
               ? std::optional{path.substr(prefix.size())}
               : std::nullopt;
  };
  std::optional<double> value;
  if (path == "total") {
    value = static_cast<double>(endpoint.total());
  } else if (const auto metric = rest_after("endpoint.")) {
    value = count_of(endpoint.metrics, *metric);
  } else if (const auto cause = rest_after("causes.")) {
    value = count_of(endpoint.causes, *cause);
  } else if (const auto quota = rest_after("quotas.")) {
    value = quota_value(endpoint, *quota);
  } else if (const auto packets = rest_after("packets.")) {
    value = packets_value(endpoint.packets, *packets);
  }
  return value && !refusals.endpoint ? std::optional{kNothing} : value;
}

}  // namespace shadowsim::measure
