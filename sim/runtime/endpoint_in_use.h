#pragma once

#include <optional>
#include <string>

#include "sim/base/certificate_files.h"
#include "sim/base/result.h"
#include "sim/endpoint/broker_process.h"
#include "sim/mqtt/endpoint.h"

namespace shadowsim::runtime {

// With what an endpoint of our own speaks TLS.
struct OwnTls {
  CertificateFiles server;  // what it shows
  mqtt::TlsFiles client;    // for sessions; whoever has a certificate of this authority is let in
};

// What a command plays against: an endpoint that the user named, found reachable, or one of our
// own, which lives as long as this object.
// Threads: as endpoint::BrokerProcess.
class EndpointInUse {
 public:
  // Goes the way to the named endpoint step by step, or starts a broker on a free loopback port
  // with the shadow service's plugin from this file; with `tls`, sessions go over TLS and need a
  // certificate.
  // Errors:  as endpoint::check_reachable() and endpoint::BrokerProcess::start().
  static Result<EndpointInUse> open(const std::optional<mqtt::Endpoint>& named,
                                    const std::string& plugin,
                                    const std::optional<OwnTls>& tls = {});

  // Where sessions are to connect.
  const mqtt::Endpoint& address() const { return address_; }

  // Our own broker; null where the endpoint is the user's.
  const endpoint::BrokerProcess* broker() const { return broker_ ? &*broker_ : nullptr; }

 private:
  EndpointInUse(mqtt::Endpoint address, std::optional<endpoint::BrokerProcess> broker)
      : address_{std::move(address)}, broker_{std::move(broker)} {}

  mqtt::Endpoint address_;
  std::optional<endpoint::BrokerProcess> broker_;
};

}  // namespace shadowsim::runtime
