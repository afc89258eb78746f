#include "sim/probe/catalogue.h"

#include <algorithm>

#include "sim/probe/entries.h"

namespace shadowsim::probe {
namespace {

using quota::Limit;

// Whether `entry` may run beside those whose demands have been added up.
bool fits(const Demand& sum, const Demand& more, const quota::QuotaProfile& quotas) {
  constexpr double kShare = 0.8;
  const auto rate = [&](Limit limit) { return kShare * quotas.rate(limit).per_second; };
  const auto connections =
      static_cast<double>(quotas.count(Limit::kConcurrentConnectionsPerAccount));
  return sum.connects + more.connects <= rate(Limit::kConnectRequestsPerSecondPerAccount) &&
         sum.connections + more.connections <= kShare * connections &&
         sum.publishes_in + more.publishes_in <=
             rate(Limit::kInboundPublishRequestsPerSecondPerAccount) &&
         sum.publishes_out + more.publishes_out <=
             rate(Limit::kOutboundPublishRequestsPerSecondPerAccount) &&
         sum.filters + more.filters <= rate(Limit::kSubscriptionsPerSecondPerAccount) &&
         sum.shadow_requests + more.shadow_requests <=
             rate(Limit::kShadowApiRequestsPerSecondPerAccount) &&
         sum.retained + more.retained <= rate(Limit::kRetainedPublishRequestsPerSecondPerAccount);
}

void add_up(Demand& sum, const Demand& more) {
  sum.connects += more.connects;
  sum.connections += more.connections;
  sum.publishes_in += more.publishes_in;
  sum.publishes_out += more.publishes_out;
  sum.filters += more.filters;
  sum.shadow_requests += more.shadow_requests;
  sum.retained += more.retained;
}

std::vector<Entry> all_entries(const quota::QuotaProfile& quotas, const Wishes& wishes) {
  Entries entries{quotas, wishes};
  add_connecting(entries);
  add_publish_rates(entries);
  add_publish_forms(entries);
  add_properties(entries);
  add_deliveries(entries);
  add_subscribing(entries);
  add_shared_groups(entries);
  add_retained(entries);
  add_sessions(entries);
  add_announcements(entries);
  add_shadow(entries);
  return entries.take();
}

}  // namespace

std::vector<Entry> catalogue(const quota::QuotaProfile& quotas, const Wishes& wishes) {
  std::vector<Entry> entries = all_entries(quotas, wishes);
  if (!wishes.quotas.empty())
    std::erase_if(entries, [&](const Entry& entry) {
      return std::ranges::find(wishes.quotas, entry.subject.quota) == wishes.quotas.end();
    });
  return entries;
}

std::vector<std::string> probed_quotas() {
  std::vector<std::string> keys;
  for (const Entry& entry : all_entries(quota::QuotaProfile{}, {})) {
    if (std::ranges::find(keys, entry.subject.quota) == keys.end())
      keys.push_back(entry.subject.quota);
  }
  return keys;
}

std::vector<std::vector<std::size_t>> rounds(const std::vector<Entry>& entries,
                                             const quota::QuotaProfile& quotas) {
  struct Round {
    Demand sum;
    std::vector<std::size_t> places;
  };
  std::vector<Round> shared;
  std::vector<std::vector<std::size_t>> alone;
  for (std::size_t place = 0; place < entries.size(); ++place) {
    const Entry& entry = entries[place];
    if (!entry.hidden_by.empty()) continue;
    if (entry.demand.is_alone) {
      alone.push_back({place});
      continue;
    }
    auto round = std::ranges::find_if(
        shared, [&](const Round& one) { return fits(one.sum, entry.demand, quotas); });
    if (round == shared.end()) round = shared.insert(shared.end(), Round{});
    add_up(round->sum, entry.demand);
    round->places.push_back(place);
  }
  std::vector<std::vector<std::size_t>> all;
  for (Round& round : shared)
    all.push_back(std::move(round.places));
  all.insert(all.end(), alone.begin(), alone.end());
  return all;
}

}  // namespace shadowsim::probe
