// The invariant of every rate probe, held against what the front door says to random loads in virtual time: in
// any window of length t at most b + r t are accepted, and never less than r t - 1 while the load is above r.
// Source: account-quotas.md, section 5.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/admission/front_door.h"
#include "sim/base/random.h"

namespace shadowsim::probe {
namespace {

using namespace std::chrono_literals;
using quota::Limit;

constexpr TimePoint kStart{1h};

double seconds(Duration span) {
  return std::chrono::duration<double>{span}.count();
}

// A front door with room for everything but what is looked at, and what a client does there.
class Clients {
 public:
  explicit Clients(const std::string& quotas) {
    auto profile = quota::read_profile_text(
        "connect:\n  concurrent_connections_per_account: 100000\n" + quotas, "test.yaml");
    EXPECT_TRUE(profile.has_value()) << (profile.has_error() ? profile.error().message : "");
    constexpr Duration kSome = 30s;  // in which what these connects take comes in again
    door_ = std::make_unique<admission::FrontDoor>(admission::Rules{.quotas = *profile},
                                                   kStart - kSome);
    for (int i = 0; i < 8; ++i) {
      const std::string id = fmt::format("visit-{}", i);
      auto answer =
          door_->connect({.version = admission::Version::kMqtt5, .client_id = id}, kStart - kSome);
      visits_.push_back(std::move(std::get<admission::Admitted>(answer).visit));
    }
  }

  bool connect(const std::string& client_id, TimePoint now) {
    return std::holds_alternative<admission::Admitted>(
        door_->connect({.version = admission::Version::kMqtt5, .client_id = client_id}, now));
  }
  bool publish(std::size_t visit, const std::string& topic, bool retain, TimePoint now) {
    return !visits_[visit]->publish({.topic = topic, .qos = 1, .retain = retain}, 0, now).refusal;
  }
  bool subscribe(std::size_t visit, TimePoint now) {
    const auto verdict = visits_[visit]->subscribe({.filters = {{"a/b"}}}, now);
    return !verdict.whole && !verdict.filters.front();
  }

 private:
  std::unique_ptr<admission::FrontDoor> door_;
  std::vector<std::unique_ptr<admission::Visit>> visits_;  // end before the door
};

struct Throttle {
  const char* name;
  const char* quotas;  // YAML
  Limit limit;
  std::function<bool(Clients&, std::uint64_t number, TimePoint now)> request;
};

std::vector<Throttle> throttles() {
  return {
      {"connects of the account", "  connect_requests_per_second_per_account: 30\n",
       Limit::kConnectRequestsPerSecondPerAccount,
       [](Clients& clients, std::uint64_t number, TimePoint now) {
         return clients.connect(fmt::format("c{}", number), now);
       }},
      {"connects of a client ID", "  connect_requests_per_second_per_client_id: 5\n",
       Limit::kConnectRequestsPerSecondPerClientId,
       [](Clients& clients, std::uint64_t /*number*/, TimePoint now) {
         return clients.connect("one", now);
       }},
      {"publishes of a connection", "publish:\n  publish_requests_per_second_per_connection: 40\n",
       Limit::kPublishRequestsPerSecondPerConnection,
       [](Clients& clients, std::uint64_t /*number*/, TimePoint now) {
         return clients.publish(0, "a", false, now);
       }},
      {"publishes of the account",
       "publish:\n  inbound_publish_requests_per_second_per_account: 60\n",
       Limit::kInboundPublishRequestsPerSecondPerAccount,
       [](Clients& clients, std::uint64_t number, TimePoint now) {
         return clients.publish(number % 8, "a", false, now);
       }},
      {"retained of the account",
       "retained:\n  retained_publish_requests_per_second_per_account: 20\n",
       Limit::kRetainedPublishRequestsPerSecondPerAccount,
       [](Clients& clients, std::uint64_t number, TimePoint now) {
         return clients.publish(number % 8, fmt::format("a{}", number), true, now);
       }},
      {"retained on a topic", "retained:\n  retained_publish_requests_per_second_per_topic: 3\n",
       Limit::kRetainedPublishRequestsPerSecondPerTopic,
       [](Clients& clients, std::uint64_t /*number*/, TimePoint now) {
         return clients.publish(0, "a", true, now);
       }},
      {"subscribes of the account", "subscribe:\n  subscriptions_per_second_per_account: 25\n",
       Limit::kSubscriptionsPerSecondPerAccount,
       [](Clients& clients, std::uint64_t number, TimePoint now) {
         return clients.subscribe(number % 8, now);
       }},
  };
}

// When requests are accepted that come at random, all the time faster than the rate: gaps of up to
// 1 / (1.2 rate).
std::vector<TimePoint> accepted(const Throttle& throttle, double rate, std::uint64_t seed,
                                Duration length) {
  Clients clients{throttle.quotas};
  Random random{seed};
  std::vector<TimePoint> times;
  std::uint64_t number = 0;
  for (TimePoint now = kStart; now < kStart + length;
       now += std::chrono::round<Duration>(
           std::chrono::duration<double>{random.uniform(0.0, 1 / (1.2 * rate))})) {
    if (throttle.request(clients, ++number, now)) times.push_back(now);
  }
  return times;
}

TEST(RateInvariant, NoWindowHasMoreThanBurstAndRateNorLessThanTheRate) {
  constexpr Duration kLength = 20s;
  for (const Throttle& throttle : throttles()) {
    const auto profile = quota::read_profile_text(
        std::string{"connect:\n  client_id_max_bytes_utf8: 128\n"} + throttle.quotas, "test.yaml");
    ASSERT_TRUE(profile.has_value());
    const double rate = profile->rate(throttle.limit).per_second;
    const auto burst = static_cast<double>(profile->burst(throttle.limit));
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      SCOPED_TRACE(fmt::format("{}, seed {}", throttle.name, seed));
      const std::vector<TimePoint> times = accepted(throttle, rate, seed, kLength);
      ASSERT_GT(times.size(), 2U);
      for (std::size_t first = 0; first < times.size(); ++first) {
        for (std::size_t last = first; last < times.size(); ++last) {
          const auto count = static_cast<double>(last - first + 1);
          ASSERT_LE(count, burst + rate * seconds(times[last] - times[first]) + 1e-6);
          // After one accepted request up to another, that one included.
          ASSERT_GE(count - 1, rate * seconds(times[last] - times[first]) - 1);
        }
      }
    }
  }
}

}  // namespace
}  // namespace shadowsim::probe
