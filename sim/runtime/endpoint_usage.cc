#include "sim/runtime/endpoint_usage.h"

#include <algorithm>

namespace shadowsim::runtime {

EndpointUsage::EndpointUsage(pid_t broker, std::optional<pid_t> gateway) : broker_{broker} {
  if (gateway) gateway_ = ThreadUsage::of_thread(*gateway);
}

void EndpointUsage::sample(TimePoint now) {
  broker_.sample(now);
  if (gateway_) gateway_->sample(now);
}

std::optional<double> EndpointUsage::busiest() const {
  return gateway_ ? std::max(broker_.busiest(), gateway_->busiest()) : broker_.busiest();
}

}  // namespace shadowsim::runtime
