#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sim/admission/front_door.h"
#include "sim/base/certificate_files.h"
#include "sim/base/result.h"
#include "sim/endpoint/broker_process.h"
#include "sim/mqtt/endpoint.h"
#include "sim/runtime/gateway_thread.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::runtime {

// With what an endpoint of our own speaks TLS.
struct OwnTls {
  CertificateFiles server;  // what it shows
  mqtt::TlsFiles client;    // for sessions; whoever has a certificate of this authority is let in
};

// Of faults of links, where the scenario has some.
std::optional<std::uint64_t> link_fault_seed(const scenario::Scenario& scenario);

// What a command plays against: an endpoint that the user named, found reachable, or one of our
// own, which lives as long as this object.
// Threads: as endpoint::BrokerProcess.
class EndpointInUse {
 public:
  // Goes the way to the named endpoint step by step, or starts a broker on a free loopback port
  // with the shadow service's plugin from this file; with `tls`, sessions go over TLS and need a
  // certificate; where there are rules, a gateway stands before the broker, whose links may have faults
  // where there is a seed for them.
  // Errors:  as endpoint::check_reachable(), endpoint::BrokerProcess::start(), GatewayThread::start().
  static Result<EndpointInUse> open(const std::optional<mqtt::Endpoint>& named,
                                    const std::string& plugin,
                                    const std::optional<OwnTls>& tls = {},
                                    const std::optional<admission::Rules>& rules = {},
                                    std::optional<std::uint64_t> link_fault_seed = {});

  // Where sessions are to connect.
  const mqtt::Endpoint& address() const { return address_; }

  // Our own broker; null where the endpoint is the user's.
  const endpoint::BrokerProcess* broker() const { return broker_ ? &*broker_ : nullptr; }

  // What stands before our own broker; null where nothing does.
  GatewayThread* gateway() const { return gateway_.get(); }

 private:
  EndpointInUse(mqtt::Endpoint address, std::optional<endpoint::BrokerProcess> broker,
                std::unique_ptr<GatewayThread> gateway)
      : address_{std::move(address)}, broker_{std::move(broker)}, gateway_{std::move(gateway)} {}

  mqtt::Endpoint address_;
  std::optional<endpoint::BrokerProcess> broker_;
  std::unique_ptr<GatewayThread> gateway_;  // ends before the broker
};

}  // namespace shadowsim::runtime
