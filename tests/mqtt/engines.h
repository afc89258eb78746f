#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>

#include <gtest/gtest.h>

#include "sim/mqtt/session.h"
#include "sim/runtime/session_engines.h"
#include "sim/time/system_clock.h"
#include "tests/mqtt/inbox.h"

namespace shadowsim::mqtt {

// One implementation of the session port. Every test of the port runs with each of them, which are
// those that the program offers.
struct Engine {
  const runtime::SessionEngine* offered;

  // Requires: the engine can speak to the endpoint.
  std::unique_ptr<SessionFactory> make(const Endpoint& endpoint, const Clock& clock,
                                       Inbox& inbox) const {
    return offered->make(endpoint, clock, inbox.context());
  }
};

inline std::vector<Engine> engines() {
  std::vector<Engine> all;
  for (const auto& offered : runtime::session_engines())
    all.push_back({&offered});
  return all;
}

inline void PrintTo(const Engine& engine, std::ostream* out) {
  *out << engine.offered->name;
}

// An engine and a version of the protocol.
using EngineAndVersion = std::tuple<Engine, ProtocolVersion>;

inline std::string name_of(const testing::TestParamInfo<EngineAndVersion>& info) {
  const auto& [engine, version] = info.param;
  return std::string{engine.offered->name} +
         (version == ProtocolVersion::kMqtt5 ? "Mqtt5" : "Mqtt311");
}

inline auto each_engine_and_version() {
  return testing::Combine(testing::ValuesIn(engines()),
                          testing::Values(ProtocolVersion::kMqtt311, ProtocolVersion::kMqtt5));
}

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
  return std::string{info.param.offered->name};
}

}  // namespace shadowsim::mqtt
