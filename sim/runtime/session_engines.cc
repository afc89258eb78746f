#include "sim/runtime/session_engines.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "sim/mqtt/mosquitto/library_version.h"
#include "sim/mqtt/mosquitto/mosquitto_session.h"
#include "sim/mqtt/paho/library_version.h"
#include "sim/mqtt/paho/paho_session.h"

namespace shadowsim::runtime {
namespace {

using Sessions = std::unique_ptr<mqtt::SessionFactory>;

Result<void> accept_any(const mqtt::Endpoint&) {
  return {};
}

// For engines with threads of their own, which need no context.
template <class Factory>
Sessions make_threaded(const mqtt::Endpoint& endpoint, const Clock& clock,
                       boost::asio::io_context&) {
  return std::make_unique<Factory>(endpoint, clock);
}

// For engines that the context drives.
template <class Factory>
Sessions make_driven(const mqtt::Endpoint& endpoint, const Clock& clock,
                     boost::asio::io_context& context) {
  return std::make_unique<Factory>(endpoint, clock, context);
}

using mqtt::mosquitto::MosquittoSessionFactory;
using mqtt::paho::PahoSessionFactory;

// Paho walks through all sessions of its process for each message.
constexpr std::uint64_t kPahoSessions = 100;

constexpr SessionEngine kEngines[] = {
    {"paho", 1, kPahoSessions, &accept_any, &make_threaded<PahoSessionFactory>,
     &mqtt::paho::library_version},
    {"mosquitto", mqtt::mosquitto::kDescriptorsPerSession, std::nullopt,
     &MosquittoSessionFactory::check, &make_driven<MosquittoSessionFactory>,
     &mqtt::mosquitto::library_version},
};

}  // namespace

std::span<const SessionEngine> session_engines() {
  return kEngines;
}

Result<const SessionEngine*> find_session_engine(std::string_view name) {
  const auto* const found = std::ranges::find(kEngines, name, &SessionEngine::name);
  if (found != std::end(kEngines)) return found;
  std::string names;
  for (const auto& engine : kEngines)
    names.append(names.empty() ? "" : ", ").append(engine.name);
  return usage_error(fmt::format("there is no client '{}'; there are: {}", name, names));
}

}  // namespace shadowsim::runtime
