#pragma once

#include <cstdint>
#include <memory>
#include <sys/types.h>

#include "sim/base/result.h"
#include "sim/base/units.h"
#include "sim/gateway/gateway_options.h"
#include "sim/measure/refusals.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::runtime {

// What a gateway's thread has to say in the end.
struct GatewayReport {
  measure::EndpointRefusals refusals;
  Duration cpu{};  // that the thread has used
};

// A gateway on a thread of its own, so that what the endpoint takes is not measured as the harness's. It
// serves from its start to its end, signals go to others.
// Threads: one at a time, but none of them the gateway's. What is inside is touched by the gateway's
//          thread alone from start() until it has been joined; orders are posted to it.
// Owns:    the thread, which it joins, and all connections, which end with it.
class GatewayThread {
 public:
  // Towards the client and towards the broker.
  static constexpr std::uint64_t kDescriptorsOfSession = 2;

  // Errors: as gateway::Gateway::open().
  static Result<std::unique_ptr<GatewayThread>> start(const gateway::GatewayOptions& options);

  GatewayThread(const GatewayThread&) = delete;
  GatewayThread& operator=(const GatewayThread&) = delete;
  ~GatewayThread();

  std::uint16_t port() const { return port_; }
  std::uint16_t tls_port() const { return tls_port_; }  // 0: there is none
  pid_t id() const { return id_; }                      // the thread's, in /proc/self/task

  // Ends the connections that the step says, or lets the links of those lights of the fleet have its fault,
  // soon.
  void carry_out(const scenario::EndpointStep& step, const scenario::Fleet& fleet);

  // Stops serving and joins. Connections stay open, unserved, until this object ends.
  // Requires: not stopped yet. Errors: kSystem where the thread had to give up.
  Result<GatewayReport> stop();

 private:
  struct Loop;

  explicit GatewayThread(std::unique_ptr<Loop> loop);

  std::unique_ptr<Loop> loop_;
  std::uint16_t port_;
  std::uint16_t tls_port_;
  pid_t id_ = 0;
};

}  // namespace shadowsim::runtime
