#include "sim/world/world.h"

namespace shadowsim::world {
namespace {

// The network's own stream of chance; lights and apps use others of the same seed.
constexpr std::uint64_t kNetworkStream = std::uint64_t{3} << 32U;

}  // namespace

World::World(const scenario::Scenario& scenario, const NetworkModel& network, schedule::Shard shard)
    : broker_{time_, network, Random{scenario.seed}.split(kNetworkStream)},
      mailbox_{time_},
      crew_{scenario, shard, fleet::protocol_of(scenario.fleet), time_, broker_, mailbox_},
      conductor_{scenario, shard, crew_, time_} {
  mailbox_.set_handler([this](const mqtt::Delivery& delivery) { crew_.handle(delivery); });
  conductor_.on_endpoint_step([this](const scenario::EndpointStep& step) {
    // Links have no faults here but those of the network model.
    if (const auto* const disconnect = std::get_if<scenario::Disconnect>(&step))
      broker_.drop([&](std::size_t place) { return disconnect->takes(place); });
  });
}

World::~World() = default;

fleet::RunEnd World::run() {
  std::optional<fleet::RunEnd> end;
  conductor_.start([&](const fleet::RunEnd& reached) { end = reached; });
  while (!end) {
    const bool stepped = time_.step();
    SHADOWSIM_CHECK(stepped, "the run waits for something that will not come");
  }
  return *end;
}

}  // namespace shadowsim::world
