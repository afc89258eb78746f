#include "sim/admission/counters.h"

namespace shadowsim::admission {

std::string_view name_of(Metric metric) {
  static constexpr std::array<std::string_view, kMetrics> kNames{"Connect.Success",
                                                                 "Connect.AuthError",
                                                                 "Connect.ClientError",
                                                                 "Connect.Throttle",
                                                                 "Connect.ClientIDThrottle",
                                                                 "PublishIn.Success",
                                                                 "PublishIn.AuthError",
                                                                 "PublishIn.ClientError",
                                                                 "PublishIn.Throttle",
                                                                 "PublishOut.Success",
                                                                 "PublishOut.AuthError",
                                                                 "PublishOut.Throttle",
                                                                 "PublishRetained.Success",
                                                                 "PublishRetained.AuthError",
                                                                 "PublishRetained.Throttle",
                                                                 "Queued.Success",
                                                                 "Queued.Throttle",
                                                                 "Subscribe.Success",
                                                                 "Subscribe.AuthError",
                                                                 "Subscribe.ClientError",
                                                                 "Subscribe.Throttle",
                                                                 "Unsubscribe.Success",
                                                                 "Unsubscribe.ClientError",
                                                                 "Unsubscribe.Throttle",
                                                                 "Ping.Success",
                                                                 "Throttle.Exceeded",
                                                                 "Shadow.Throttle"};
  return kNames.at(static_cast<std::size_t>(metric));
}

void Counters::count(Metric metric, std::uint64_t times) {
  counts_.at(static_cast<std::size_t>(metric)) += times;
}

void Counters::count_refusal(Metric metric, const std::string& cause) {
  count(metric);
  const auto found = refusals_.find(cause);
  if (found != refusals_.end()) {
    ++found->second;
  } else {
    ++refusals_[refusals_.size() < kCausesMost ? cause : std::string{kOtherCauses}];
  }
}

}  // namespace shadowsim::admission
