#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "sim/base/result.h"
#include "sim/endpoint/child_process.h"
#include "sim/measure/histogram.h"
#include "sim/mqtt/session.h"
#include "sim/time/clock.h"

namespace shadowsim::runtime {

// A floor peer in a process of its own, so that it takes no turns with what is measured.
// Threads: the thread that starts it must outlive it (see endpoint::ChildProcess).
class FloorPeerProcess {
 public:
  // `program` is a shadowsim, whose hidden command floor-peer it runs.
  // Errors:  kSystem.
  static Result<FloorPeerProcess> start(const std::string& program);

  mqtt::Endpoint endpoint() const;

 private:
  FloorPeerProcess(endpoint::ChildProcess child, std::uint16_t port)
      : child_{std::move(child)}, port_{port} {}

  endpoint::ChildProcess child_;
  std::uint16_t port_;
};

// The name of that command.
inline constexpr const char* kFloorPeerCommand = "floor-peer";

// How the floor is measured: round trips one after another, each a publish at QoS 1 that comes back
// as a message, by one session of the engine that the run will use.
struct FloorPlan {
  int warm_up = 50;                                    // round trips that are not counted
  int round_trips = 400;                               // at most so many
  Duration longest = std::chrono::milliseconds{1000};  // connect and all
};

// Measures the floor of the factory's engine against the factory's endpoint, a floor peer. Runs the
// context, which should have nothing else to do, until it is done. The histogram is empty where the
// peer could not be reached; that is for the caller to say.
// Requires: the factory is one for this context, which is not used afterwards: what the session
// still has to say goes with it.
measure::Histogram measure_floor(boost::asio::io_context& context, const Clock& clock,
                                 mqtt::SessionFactory& sessions, mqtt::ProtocolVersion version,
                                 const FloorPlan& plan = {});

}  // namespace shadowsim::runtime
