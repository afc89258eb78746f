#include "sim/runtime/endpoint_in_use.h"

#include <chrono>
#include <utility>

#include "sim/endpoint/reach.h"
#include "sim/runtime/front_gateway.h"

namespace shadowsim::runtime {
namespace {

constexpr std::chrono::seconds kReachTimeout{10};

}  // namespace

std::optional<std::uint64_t> link_fault_seed(const scenario::Scenario& scenario) {
  if (!scenario.has_link_faults()) return std::nullopt;
  return scenario.seed;
}

Result<EndpointInUse> EndpointInUse::open(const std::optional<mqtt::Endpoint>& named,
                                          const std::string& plugin,
                                          const std::optional<OwnTls>& tls,
                                          const std::optional<admission::Rules>& rules,
                                          std::optional<std::uint64_t> link_fault_seed) {
  if (named) {
    const auto reachable = endpoint::check_reachable(*named, kReachTimeout);
    if (reachable.has_error()) return reachable.error();
    return EndpointInUse{*named, std::nullopt, nullptr};
  }
  endpoint::BrokerOptions options;
  options.config.plugin = plugin;
  options.plugin_tells_readiness = true;
  if (tls)
    options.config.tls = endpoint::TlsListener{.port = 0,
                                               .certificate = tls->server.certificate,
                                               .private_key = tls->server.private_key,
                                               .ca_certificate = tls->client.ca_certificate};
  if (rules) stand_behind_gateway(options, *rules);
  auto broker = endpoint::BrokerProcess::start(options);
  if (broker.has_error()) return broker.error();
  mqtt::Endpoint address;
  address.host = "127.0.0.1";
  address.port = broker->port();
  if (tls) {
    address.transport = mqtt::Transport::kTls;
    address.port = broker->tls_port();
    address.tls = tls->client;
  }
  std::unique_ptr<GatewayThread> gateway;
  if (rules) {
    gateway::GatewayOptions front{.broker = {.socket = broker->local_socket()},
                                  .rules = *rules,
                                  .link_fault_seed = link_fault_seed};
    if (tls)
      front.tls = gateway::TlsListener{.certificate = tls->server.certificate,
                                       .private_key = tls->server.private_key,
                                       .ca_certificate = tls->client.ca_certificate};
    auto started = GatewayThread::start(front);
    if (started.has_error()) return started.error();
    gateway = *std::move(started);
    address.port = tls ? gateway->tls_port() : gateway->port();
  }
  return EndpointInUse{std::move(address), *std::move(broker), std::move(gateway)};
}

}  // namespace shadowsim::runtime
