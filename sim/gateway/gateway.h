#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "sim/base/result.h"
#include "sim/gateway/faults_in_force.h"
#include "sim/gateway/gateway_options.h"
#include "sim/gateway/relay.h"
#include "sim/time/clock.h"

namespace shadowsim::gateway {

// Stands in front of a broker as the cloud service's front door: each client's packets pass through a Relay.
// Threads: the one that runs the io_context.
// Owns:    its listeners and relays. Borrows context and clock, which must outlive it. Destroying it
//          ends all connections.
class Gateway {
 public:
  // Listens as soon as it returns. Errors: kSystem where a port is taken or a file cannot be used.
  static Result<std::unique_ptr<Gateway>> open(boost::asio::io_context& context, const Clock& clock,
                                               const GatewayOptions& options);

  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  ~Gateway();

  std::uint16_t port() const { return port_; }
  std::uint16_t tls_port() const { return tls_port_; }  // 0: there is none

  const admission::FrontDoor& door() const { return *surroundings_.door; }

  // Ends those connections of which `which` says so: it is asked by their places in the order of their
  // coming. With a reason of MQTT 5 it is told to those who can hear it, else all end without a word.
  void end_connections(const std::function<bool(std::size_t place)>& which,
                       std::optional<std::uint8_t> reason);

  // The links of those clients have this fault for so long, also when they connect again.
  // Requires: the options have a seed for it.
  void begin_fault(FaultsInForce::Which which, const LinkFault& fault, Duration length);

 private:
  using Acceptor = boost::asio::ip::tcp::acceptor;
  using TlsContext = std::shared_ptr<boost::asio::ssl::context>;
  struct Doors;

  Gateway(boost::asio::io_context& context, const Clock& clock, const GatewayOptions& options);

  Result<std::uint16_t> listen(std::uint16_t port, const TlsContext& tls);

  boost::asio::io_context& context_;
  Relay::Surroundings surroundings_;
  std::uint16_t port_ = 0;
  std::uint16_t tls_port_ = 0;
  std::shared_ptr<Doors>
      doors_;  // what accepting works on, which may outlive this object for a moment
};

}  // namespace shadowsim::gateway
