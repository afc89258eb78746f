#pragma once

#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "sim/mqtt/paho/paho_session.h"
#include "sim/mqtt/session.h"
#include "sim/time/system_clock.h"

namespace shadowsim::mqtt {

// One implementation of the session port. Every test of the port runs with each of them.
struct Engine {
  const char* name;
  std::unique_ptr<SessionFactory> (*make)(Endpoint endpoint, const Clock& clock);
};

template <class Factory>
std::unique_ptr<SessionFactory> make_factory(Endpoint endpoint, const Clock& clock) {
  return std::make_unique<Factory>(std::move(endpoint), clock);
}

inline constexpr Engine kEngines[] = {
    {"Paho", &make_factory<paho::PahoSessionFactory>},
};

inline void PrintTo(const Engine& engine, std::ostream* out) {
  *out << engine.name;
}

// An engine and a version of the protocol.
using EngineAndVersion = std::tuple<Engine, ProtocolVersion>;

inline std::string name_of(const testing::TestParamInfo<EngineAndVersion>& info) {
  const auto& [engine, version] = info.param;
  return engine.name + std::string{version == ProtocolVersion::kMqtt5 ? "Mqtt5" : "Mqtt311"};
}

inline auto each_engine_and_version() {
  return testing::Combine(testing::ValuesIn(kEngines),
                          testing::Values(ProtocolVersion::kMqtt311, ProtocolVersion::kMqtt5));
}

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
  return info.param.name;
}

}  // namespace shadowsim::mqtt
