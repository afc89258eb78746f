#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "sim/base/result.h"
#include "sim/mqtt/session.h"
#include "sim/time/clock.h"

namespace shadowsim::runtime {

// A library that carries sessions, as `--client` names it.
struct SessionEngine {
  std::string_view name;

  // How many descriptors a session takes while it is connected.
  std::uint64_t descriptors_per_session;

  // How many sessions go well into one process: beyond that their cost grows with their number.
  // None: as many as the process's descriptors allow.
  std::optional<std::uint64_t> sessions_per_process;

  // Whether the engine can speak to such an endpoint.
  // Errors: kUsage.
  Result<void> (*check)(const mqtt::Endpoint& endpoint);

  // A factory of sessions to the endpoint, to be used by the thread that runs the context. Context
  // and clock must outlive its sessions. Requires: check() accepts the endpoint.
  std::unique_ptr<mqtt::SessionFactory> (*make)(const mqtt::Endpoint& endpoint, const Clock& clock,
                                                boost::asio::io_context& context);

  // The libraries behind it and their versions, as loaded: "libmosquitto 2.0.11".
  std::string (*version)();
};

// All there are. The first is the reference, and what is used where nothing is said.
std::span<const SessionEngine> session_engines();

inline const SessionEngine& default_session_engine() {
  return session_engines().front();
}

// Errors: kUsage where there is none of this name; says which there are.
Result<const SessionEngine*> find_session_engine(std::string_view name);

}  // namespace shadowsim::runtime
