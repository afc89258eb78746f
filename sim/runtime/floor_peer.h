#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "sim/base/result.h"

namespace shadowsim::runtime {

// The least that an MQTT server can do: accepts whoever connects, grants every subscription, and
// sends each message that is published back at QoS 1, with its payload, on the first topic that its
// sender subscribed to. A round trip against it costs what client, kernel and loopback cost, and so
// is the floor below which no latency can be measured. Speaks MQTT 5 and 3.1.1, as far as our
// sessions do.
// Threads: the thread that runs the context.
// Source:  MQTT Version 5.0, section 3.
class FloorPeer {
 public:
  // Listens on a free port of 127.0.0.1, and serves as long as the context runs.
  // Errors: kSystem.
  static Result<std::uint16_t> serve(boost::asio::io_context& context);
};

// The whole of a floor peer's process: serves, writes the port and a new line to the descriptor,
// and runs until the process is ended.
// Errors:  kSystem.
Result<void> run_floor_peer(int port_descriptor);

}  // namespace shadowsim::runtime
