// The probes of the shadow service: H1, H2, H4, H5 and H7. They look the same in both versions of MQTT.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/probe/entries.h"
#include "sim/probe/loads.h"
#include "sim/probe/span.h"
#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using packet::Version;
using quota::Limit;

constexpr Version kVersion = Version::kMqtt5;
constexpr double kRequestsMost = 1500;  // per second

// What an update counts as among the account's publishes.
double publishes_of(const Entries& entries) {
  return static_cast<double>(entries.count(Limit::kInboundPublishMaxCountPerShadowUpdate));
}

std::string update_of(const Desk& desk, std::string_view shadow, std::uint32_t number,
                      std::string_view state) {
  return publish_packet(kVersion, {.topic = shadow_topic(desk.name(), shadow, "update"),
                                   .payload = update_payload(number, state),
                                   .packet_id = static_cast<std::uint16_t>(number % 60'000 + 1)});
}

std::vector<std::string> classic_answers(const Desk& desk) {
  return {shadow_topic(desk.name(), "", "update/accepted"),
          shadow_topic(desk.name(), "", "update/rejected")};
}

std::vector<std::string> named_answers(const Desk& desk) {
  return {shadow_topic(desk.name(), "+", "update/accepted"),
          shadow_topic(desk.name(), "+", "update/rejected")};
}

void add_rates(Entries& entries) {
  constexpr auto kShadow = Limit::kShadowRequestsPerSecondPerShadow;
  Entry& one = entries.add("H1", kShadow, "requests, one shadow", "5");
  const double offered = entries.offered(kShadow);
  one.demand = {.connections = 1,
                .publishes_in = publishes_of(entries) * offered,
                .publishes_out = offered,
                .filters = 2,
                .shadow_requests = offered};
  hide_below(one, Limit::kPublishRequestsPerSecondPerConnection,
             entries.rate(Limit::kPublishRequestsPerSecondPerConnection), offered);
  entries.find_rate_of(one, kShadow,
                       std::make_shared<ShadowLoad>(std::vector<Version>{kVersion}, 1, 1));

  constexpr auto kAccount = Limit::kShadowApiRequestsPerSecondPerAccount;
  Entry& all = entries.add("H5", kAccount, "requests, account", "5");
  const double sum = entries.offered(kAccount);
  constexpr double kEasy = 0.4;
  constexpr double kThingsOfLine = 4;  // two filters each, which makes a SUBSCRIBE of eight
  const double things = std::ceil(sum / (kEasy * entries.rate(kShadow)));
  const double lines =
      std::max(std::ceil(things / kThingsOfLine), static_cast<double>(entries.lines_for(sum)));
  all.demand.is_alone = true;
  want_connections(all, entries, static_cast<std::size_t>(lines));
  hide_beyond(all, sum, kRequestsMost);
  hide_below(all, Limit::kInboundPublishRequestsPerSecondPerAccount,
             entries.rate(Limit::kInboundPublishRequestsPerSecondPerAccount),
             publishes_of(entries) * sum);
  entries.find_rate_of(
      all, kAccount,
      std::make_shared<ShadowLoad>(std::vector<Version>{kVersion}, static_cast<std::size_t>(lines),
                                   static_cast<std::size_t>(std::ceil(things / lines))));
}

// Updates of as many shadows of one thing, none of which waits for another: the rate of a shadow is not met.
void add_in_flight(Entries& entries) {
  constexpr auto kLimit = Limit::kInFlightUnacknowledgedRequestsMaxPerThingPerConnection;
  Entry& entry = entries.add("H2", kLimit, "open requests, thing", "5");
  const std::uint64_t most = entries.count(kLimit);
  const double needed = static_cast<double>(most + 1);
  const double at_once = std::min(
      {entries.burst(Limit::kPublishRequestsPerSecondPerConnection),
       entries.burst(Limit::kShadowApiRequestsPerSecondPerAccount),
       entries.burst(Limit::kInboundPublishRequestsPerSecondPerAccount) / publishes_of(entries)});
  hide_below(entry, Limit::kPublishRequestsPerSecondPerConnection,
             entries.burst(Limit::kPublishRequestsPerSecondPerConnection), needed);
  hide_below(entry, Limit::kShadowApiRequestsPerSecondPerAccount,
             entries.burst(Limit::kShadowApiRequestsPerSecondPerAccount), needed);
  hide_below(entry, Limit::kInboundPublishRequestsPerSecondPerAccount, at_once, needed);
  entry.demand = {.connections = 1,
                  .publishes_in = publishes_of(entries) * needed,
                  .publishes_out = needed,
                  .filters = 4,
                  .shadow_requests = needed};
  const auto up_to =
      std::min(entries.up_to(most), std::max(most + 1, static_cast<std::uint64_t>(at_once)));
  entries.find_size_of(entry, {.up_to = up_to,
                               .version = kVersion,
                               .packets =
                                   [](const Trial& trial) {
                                     std::string packets;
                                     for (std::uint32_t i = 1; i <= trial.size; ++i)
                                       packets += update_of(trial.desk, fmt::format("s{}", i), i,
                                                            R"({"reported":{"n":1}})");
                                     return packets;
                                   },
                               .answered_by = Reply::Kind::kShadow,
                               .answers = [](std::uint64_t size) { return size; },
                               .filters = named_answers,
                               .needs_new_line = true,
                               .rest = std::chrono::milliseconds{1500}});
}

void add_size(Entries& entries, std::string id, Limit limit, std::string title,
              std::function<std::string(const Trial&)> packets,
              std::vector<std::string> (*filters)(const Desk&), std::uint64_t least) {
  Entry& entry = entries.add(std::move(id), limit, std::move(title), "5");
  constexpr double kPerSecond = 5;
  entry.demand = {.connections = 1,
                  .publishes_in = publishes_of(entries) * kPerSecond,
                  .publishes_out = kPerSecond,
                  .filters = 2,
                  .shadow_requests = kPerSecond};
  // Below the rate of one shadow.
  const double gap = 2 / entries.rate(Limit::kShadowRequestsPerSecondPerShadow);
  entries.find_size_of(entry, {.least = least,
                               .version = kVersion,
                               .packets = std::move(packets),
                               .answered_by = Reply::Kind::kShadow,
                               .filters = filters,
                               .rest = span_of(gap)});
}

// A state whose stored form has that many bytes.
std::string state_of(std::uint64_t bytes) {
  constexpr std::uint64_t kAround = 8;  // {"d":""}
  return fmt::format(R"({{"reported":{{"d":"{}"}}}})",
                     std::string(bytes - std::min(bytes, kAround), 'x'));
}

// A state with so many keys on the way to its leaf.
std::string deep_state(std::uint64_t levels) {
  std::string state = "1";
  for (std::uint64_t i = 0; i < levels; ++i)
    state = fmt::format(R"({{"k":{}}})", state);
  return fmt::format(R"({{"reported":{}}})", state);
}

void add_forms(Entries& entries) {
  add_size(
      entries, "H4", Limit::kDocumentMaxBytes, "state document",
      [](const Trial& trial) {
        return update_of(trial.desk, "", trial.number, state_of(trial.size));
      },
      classic_answers, 16);
  add_size(
      entries, "H4", Limit::kJsonDepthMaxLevels, "depth of a state",
      [](const Trial& trial) {
        return update_of(trial.desk, "", trial.number, deep_state(trial.size));
      },
      classic_answers, 1);
  add_size(
      entries, "H7", Limit::kShadowNameMaxBytes, "shadow's name",
      [](const Trial& trial) {
        return update_of(trial.desk, std::string(trial.size, 's'), trial.number,
                         R"({"reported":{"n":1}})");
      },
      named_answers, 1);
  add_size(
      entries, "H7", Limit::kClientTokenMaxBytes, "client token",
      [](const Trial& trial) {
        std::string token = fmt::format("p{}-", trial.number);
        token.resize(trial.size, 'x');
        return publish_packet(
            kVersion, {.topic = shadow_topic(trial.desk.name(), "", "update"),
                       .payload = fmt::format(
                           R"({{"state":{{"reported":{{"n":1}}}},"clientToken":"{}"}})", token),
                       .packet_id = static_cast<std::uint16_t>(trial.number)});
      },
      classic_answers, 4);
}

// A topic with a longer name of a thing is none of a shadow. What is sent is no request, so no shadow is left
// behind.
void add_thing_name(Entries& entries) {
  Entry& entry = entries.add("H7", Limit::kThingNameMaxBytes, "thing's name", kVersion);
  entry.demand = {
      .connections = 1, .publishes_in = 2 * publishes_of(entries), .shadow_requests = 2};
  hide_below(
      entry, Limit::kTopicMaxBytesUtf8,
      static_cast<double>(entries.count(Limit::kTopicMaxBytesUtf8)),
      static_cast<double>(shadow_topic("", "", "update").size()) + entry.subject.configured + 1);
  entries.find_size_of(entry, {.least = 1, .version = kVersion, .packets = [](const Trial& trial) {
                                 std::string thing = trial.desk.name();
                                 thing.resize(trial.size, 'x');
                                 return publish_packet(
                                     kVersion,
                                     {.topic = shadow_topic(thing, "", "update"),
                                      .payload = "none",
                                      .packet_id = static_cast<std::uint16_t>(trial.number)});
                               }});
}

}  // namespace

void add_shadow(Entries& entries) {
  add_rates(entries);
  add_in_flight(entries);
  add_forms(entries);
  add_thing_name(entries);
}

}  // namespace shadowsim::probe
