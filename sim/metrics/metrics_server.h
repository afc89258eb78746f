#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "sim/base/result.h"
#include "sim/metrics/exposition.h"

namespace shadowsim::metrics {

// Serves the latest snapshot over HTTP, at /metrics, to a Prometheus or whoever asks.
// Threads: the server answers on threads of its own, which see nothing but the posted values; the
//          functions here are for one thread.
class MetricsServer {
 public:
  // Begins to listen on this address. A port of 0 is any free one.
  // Errors: kSystem: the port is taken, or not allowed.
  static Result<MetricsServer> start(const std::string& address, std::uint16_t port);

  MetricsServer(MetricsServer&&) noexcept;
  MetricsServer& operator=(MetricsServer&&) noexcept;
  ~MetricsServer();

  std::uint16_t port() const;

  // What is told from now on.
  void post(const Snapshot& snapshot);

  // Waits until what was posted last has been fetched, but only if anything was ever fetched, so that
  // whoever watches the run sees its end, and nobody waits for nobody. Whether it was.
  bool wait_for_last_fetch(std::chrono::milliseconds most);

 private:
  struct State;

  explicit MetricsServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace shadowsim::metrics
