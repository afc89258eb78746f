#include "sim/demand/demand.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "sim/admission/account.h"
#include "sim/background/holds.h"
#include "sim/demand/played.h"
#include "sim/light/shadow_messages.h"
#include "sim/scenario/state_size.h"
#include "sim/shadow/topics.h"

namespace shadowsim::demand {
namespace {

using quota::Limit;
using shadow::TopicKind;

// The shadow whose topics are the longest: of the last light, whose number has the most digits.
shadow::ShadowKey longest_key(const scenario::Fleet& fleet, const std::string& thing) {
  const auto longest = std::ranges::max_element(
      fleet.shadows, {}, [](const scenario::Shadow& shadow) { return shadow.name.size(); });
  return {thing, longest->name};
}

std::string longest_topic(const scenario::Fleet& fleet) {
  std::string longest;
  const std::string thing = fleet.thing(LightId{fleet.lights - 1});
  for (const TopicKind kind : light::kHeard) {
    std::string topic = shadow::make_topic(longest_key(fleet, thing), kind);
    if (topic.size() > longest.size()) longest = std::move(topic);
  }
  return longest;
}

Traffic::Counting counting_of(const scenario::Scenario& scenario,
                              const quota::QuotaProfile& quotas) {
  const auto& fleet = scenario.fleet;
  const std::string thing = fleet.thing(LightId{});
  const auto inbound = [&](TopicKind kind) {
    return admission::inbound_publishes(quotas, shadow::make_topic({thing, ""}, kind));
  };
  return {
      .inbound_of_update = inbound(TopicKind::kUpdate),
      .inbound_of_get = inbound(TopicKind::kGet),
      .directions_are_one =
          quotas.word(quota::Word::kPublishRequestsPerSecondPerConnectionDirections) == "combined",
      .shadows_are_one = quotas.word(quota::Word::kShadowRequestsPerSecondScope) == "thing",
      .topic_bytes = longest_topic(fleet).size(),
      .record_bytes = scenario::largest_state(fleet, scenario.timeline).bytes(),
      .shadows = fleet.shadows.size(),
      .are_deliveries_acknowledged = fleet.qos > 0};
}

// Puts names to what was counted.
class Gathering {
 public:
  Gathering(const scenario::Scenario& scenario, const Sessions& sessions, const Played& played)
      : scenario_{scenario}, sessions_{sessions}, played_{played} {}

  std::vector<Need> needs() {
    add_account();
    add_connection();
    add_sizes();
    return std::move(needs_);
  }

 private:
  // "connecting", "at 12.3 s", "final check".
  std::string moment(const BusiestSecond& busiest) const {
    if (busiest.most() == 0) return {};
    if (busiest.at() < Duration::zero()) return "connecting";
    if (busiest.at() > played_.ended) return "final check";
    return fmt::format("at {:.1f} s", std::chrono::duration<double>(busiest.at()).count());
  }

  void add(Limit limit, std::string title, double most, std::string where = {}) {
    needs_.push_back({limit, std::move(title), most, std::move(where)});
  }

  void add_rate(Limit limit, std::string title, const BusiestSecond& busiest) {
    add(limit, std::move(title), static_cast<double>(busiest.most()), moment(busiest));
  }

  void add_session_rate(Limit limit, std::string title, const BusiestSecond& busiest) {
    std::string where = moment(busiest);
    if (busiest.most() > 0) where = sessions_.name(busiest.key()) + ", " + where;
    add(limit, std::move(title), static_cast<double>(busiest.most()), std::move(where));
  }

  void add_account() {
    const Traffic& traffic = played_.traffic;
    const double shadows = static_cast<double>(scenario_.fleet.shadows.size()) *
                           static_cast<double>(scenario_.fleet.lights);
    add_rate(Limit::kConnectRequestsPerSecondPerAccount, "connects", traffic.connects);
    add(Limit::kConcurrentConnectionsPerAccount, "connections",
        static_cast<double>(sessions_.count()));
    add_rate(Limit::kSubscriptionsPerSecondPerAccount, "subscribes", traffic.subscribes);
    add(Limit::kSubscriptionsMaxPerAccount, "subscriptions",
        shadows * static_cast<double>(light::kHeard.size()));
    add_rate(Limit::kInboundPublishRequestsPerSecondPerAccount, "inbound publishes",
             traffic.inbound);
    add_rate(Limit::kOutboundPublishRequestsPerSecondPerAccount, "outbound publishes",
             traffic.outbound);
    add_rate(Limit::kShadowApiRequestsPerSecondPerAccount, "shadow requests", traffic.requests);
  }

  void add_connection() {
    const Traffic& traffic = played_.traffic;
    add_session_rate(Limit::kPublishRequestsPerSecondPerConnection, "sent by a connection",
                     traffic.sent);
    if (traffic.delivered.most() > 0)
      add_session_rate(Limit::kPublishRequestsPerSecondPerConnection, "delivered to one",
                       traffic.delivered);
    const bool is_more_sent = traffic.sent_bytes.most() > traffic.delivered_bytes.most();
    add_session_rate(Limit::kThroughputBytesPerSecondPerConnection, "bytes of a connection",
                     is_more_sent ? traffic.sent_bytes : traffic.delivered_bytes);
    std::string where = moment(traffic.of_shadow);
    if (traffic.of_shadow.most() > 0) where = shadow_name(traffic.of_shadow.key()) + ", " + where;
    add(Limit::kShadowRequestsPerSecondPerShadow, "requests of a shadow",
        static_cast<double>(traffic.of_shadow.most()), std::move(where));
  }

  std::string shadow_name(std::uint64_t key) const {
    const auto& fleet = scenario_.fleet;
    const LightId light{static_cast<std::uint32_t>(key / fleet.shadows.size())};
    const ShadowId shadow{static_cast<std::uint32_t>(key % fleet.shadows.size())};
    const std::string& name = fleet.shadow(shadow).name;
    return name.empty() ? fleet.thing(light) : fmt::format("{} {}", fleet.thing(light), name);
  }

  void add_sizes() {
    const auto& fleet = scenario_.fleet;
    const std::string topic = longest_topic(fleet);
    add(Limit::kSubscriptionsMaxPerConnection, "subscriptions of one",
        static_cast<double>(light::kHeard.size() * fleet.shadows.size()));
    add(Limit::kSubscriptionsMaxPerSubscribePacket, "filters of a SUBSCRIBE",
        static_cast<double>(light::kHeard.size()));
    add(Limit::kPayloadMaxBytes, "bytes of a payload",
        static_cast<double>(played_.traffic.payload_bytes_most));
    add(Limit::kDocumentMaxBytes, "bytes of a shadow",
        static_cast<double>(scenario::largest_state(fleet, scenario_.timeline).bytes()));
    add(Limit::kTopicMaxBytesUtf8, "bytes of a topic", static_cast<double>(topic.size()));
    add(Limit::kTopicMaxSlashes, "slashes of a topic",
        static_cast<double>(std::ranges::count(topic, '/')));
    const std::size_t client_id = std::max(sessions_.name(fleet.lights - 1).size(),
                                           sessions_.name(sessions_.count() - 1).size());
    add(Limit::kClientIdMaxBytesUtf8, "bytes of a client ID", static_cast<double>(client_id));
  }

  const scenario::Scenario& scenario_;
  const Sessions& sessions_;
  const Played& played_;
  std::vector<Need> needs_;
};

// Each session from its connect to the end, every minute begun; that it may be away for a while makes no
// difference.
std::uint64_t minutes_of(const scenario::Scenario& scenario, const Sessions& sessions,
                         const Played& played) {
  const double end = std::chrono::duration<double>(scenario.length()).count();
  const double ramp = -std::chrono::duration<double>(played.began).count();
  const auto count = static_cast<double>(sessions.count());
  double minutes = 0;
  for (std::uint64_t i = 0; i < sessions.count(); ++i)
    minutes += std::max(1.0, std::ceil((end + ramp * (1 - static_cast<double>(i) / count)) / 60));
  return static_cast<std::uint64_t>(minutes);
}

// What an account-wide rate or count needs more of for the background; nothing where it needs none.
void add(std::vector<Need>& needs, Limit limit, double more) {
  const auto need = std::ranges::find(needs, limit, &Need::limit);
  need->most += more;
}

// The background begins when all have connected. Lights subscribe again only after they were dropped.
void add_filters(std::vector<Need>& needs, const scenario::Scenario& scenario, double more) {
  if (!scenario.disconnects().empty())
    return add(needs, Limit::kSubscriptionsPerSecondPerAccount, more);
  const auto need =
      std::ranges::find(needs, Limit::kSubscriptionsPerSecondPerAccount, &Need::limit);
  if (more > need->most) *need = {need->limit, need->title, more, "background"};
}

// Whatever it does, it does all the time, so it is in the busiest second, too. What it is at most comes on top.
void add_background(Demand& demand, const scenario::Scenario& scenario,
                    const quota::QuotaProfile& quotas) {
  if (!scenario.background) return;
  const background::Wishes wishes{.share = scenario.background->share,
                                  .quotas = scenario.background->quotas,
                                  .length = scenario.length()};
  const double length = std::chrono::duration<double>(scenario.length()).count();
  const auto in_all = [&](double per_second) {
    return static_cast<std::uint64_t>(std::ceil(per_second * length));
  };
  double filters = 0;
  for (const background::Hold& hold : background::holds_of(quotas, wishes)) {
    filters += hold.entry.demand.filters;
    const probe::Demand& more = hold.entry.demand;
    add(demand.needs, Limit::kConcurrentConnectionsPerAccount, more.connections);
    add(demand.needs, Limit::kSubscriptionsMaxPerAccount, hold.subscriptions);
    add(demand.needs, Limit::kInboundPublishRequestsPerSecondPerAccount, more.publishes_in);
    add(demand.needs, Limit::kOutboundPublishRequestsPerSecondPerAccount, more.publishes_out);
    add(demand.needs, Limit::kShadowApiRequestsPerSecondPerAccount, more.shadow_requests);
    demand.needs.push_back({hold.limit, hold.entry.subject.title, hold.taken, "background"});
    demand.metered.connects += static_cast<std::uint64_t>(more.connections);
    demand.metered.subscribes += in_all(more.filters);
    demand.metered.published += in_all(more.publishes_in);
    demand.metered.delivered += in_all(more.publishes_out);
    demand.metered.operations += in_all(more.shadow_requests);
    demand.metered.minutes += static_cast<std::uint64_t>(more.connections * std::ceil(length / 60));
  }
  add_filters(demand.needs, scenario, filters);
}

}  // namespace

Demand demand_of(const scenario::Scenario& scenario, std::uint32_t parts,
                 const quota::QuotaProfile& quotas) {
  const Steady steady = steady_of(scenario);
  const Sessions sessions{scenario, parts};
  const Played played = play(steady, sessions, counting_of(scenario, quotas));
  Demand demand{.needs = Gathering{scenario, sessions, played}.needs(),
                .metered = played.traffic.metered(),
                .is_sampled = steady.is_cut,
                .reports = played.reports};
  demand.metered.minutes = minutes_of(scenario, sessions, played);
  add_background(demand, scenario, quotas);
  return demand;
}

}  // namespace shadowsim::demand
