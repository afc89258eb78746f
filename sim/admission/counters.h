#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace shadowsim::admission {

// What an account's owner sees of its front door.
// Source: Developer Guide, "AWS IoT metrics and dimensions": their names are name_of()'s.
enum class Metric : std::uint8_t {
  kConnectSuccess,
  kConnectAuthError,
  kConnectClientError,
  kConnectThrottle,
  kConnectClientIdThrottle,
  kPublishInSuccess,
  kPublishInAuthError,
  kPublishInClientError,
  kPublishInThrottle,
  kPublishOutSuccess,
  kPublishOutAuthError,
  kPublishOutThrottle,
  kPublishRetainedSuccess,
  kPublishRetainedAuthError,
  kPublishRetainedThrottle,
  kQueuedSuccess,  // of messages, once for each session that they are stored for; as kQueuedThrottle
  kQueuedThrottle,
  kSubscribeSuccess,  // of filters, as all that begin with Subscribe and Unsubscribe
  kSubscribeAuthError,
  kSubscribeClientError,
  kSubscribeThrottle,
  kUnsubscribeSuccess,
  kUnsubscribeClientError,
  kUnsubscribeThrottle,
  kPingSuccess,
  kThrottleExceeded,  // a connection's own limit for a second
  kShadowThrottle,    // rejected by the shadow service for a quota; this name is our choice
};

inline constexpr std::size_t kMetrics = static_cast<std::size_t>(Metric::kShadowThrottle) + 1;

// "Connect.Success".
std::string_view name_of(Metric metric);

// How often what happened at the front door, and which quota or statement each refusal was for.
// Threads: one at a time.
class Counters {
 public:
  // Causes told apart; those that come after them are counted as kOtherCauses.
  static constexpr std::size_t kCausesMost = 1000;
  static constexpr std::string_view kOtherCauses = "others";

  void count(Metric metric, std::uint64_t times = 1);

  // Counts a refusal as `metric`, and by its cause.
  void count_refusal(Metric metric, const std::string& cause);

  // Packets that were not passed on. Those that were are PublishIn.Success and PublishOut.Success.
  void count_refused_publish() { ++refused_publishes_; }
  void count_refused_delivery() { ++refused_deliveries_; }
  std::uint64_t refused_publishes() const { return refused_publishes_; }
  std::uint64_t refused_deliveries() const { return refused_deliveries_; }

  std::uint64_t of(Metric metric) const { return counts_.at(static_cast<std::size_t>(metric)); }
  const std::map<std::string, std::uint64_t>& refusals() const { return refusals_; }

 private:
  std::array<std::uint64_t, kMetrics> counts_{};
  std::map<std::string, std::uint64_t> refusals_;  // by cause
  std::uint64_t refused_publishes_ = 0;
  std::uint64_t refused_deliveries_ = 0;
};

}  // namespace shadowsim::admission
