#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "sim/admission/counters.h"
#include "sim/base/result.h"
#include "sim/endpoint/broker_process.h"
#include "sim/gateway/gateway_options.h"

namespace shadowsim::runtime {

// Leaves to the broker, behind the gateway, what only it can do: QoS 2, which the service does not have, and
// how many messages are under way to a client; tells the shadow service its limits, and lets the gateway reach it without TCP.
// Source: AWS General Reference, "AWS IoT Core endpoints and quotas", message broker.
void stand_behind_gateway(endpoint::BrokerOptions& options, const admission::Rules& rules);

// A gateway with an event loop of its own, for a command that does nothing beside it.
// Threads: one at a time.
class FrontGateway {
 public:
  // Errors: as gateway::Gateway::open().
  static Result<FrontGateway> open(const gateway::GatewayOptions& options);

  FrontGateway(FrontGateway&&) noexcept;
  ~FrontGateway();

  std::uint16_t port() const;
  std::uint16_t tls_port() const;  // 0: there is none
  const admission::Counters& counters() const;

  // Serves clients until one of these descriptors can be read; which one. They stay the caller's.
  std::size_t run_until_readable(std::span<const int> descriptors);

 private:
  struct Loop;

  explicit FrontGateway(std::unique_ptr<Loop> loop);

  std::unique_ptr<Loop> loop_;
};

}  // namespace shadowsim::runtime
