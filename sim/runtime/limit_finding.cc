#include "sim/runtime/limit_finding.h"

#include <algorithm>
#include <unistd.h>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "sim/endpoint/descriptor_limit.h"
#include "sim/probe/player.h"
#include "sim/runtime/asio_scheduler.h"
#include "sim/runtime/endpoint_in_use.h"
#include "sim/runtime/interrupts.h"
#include "sim/runtime/packet_wires.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

// Of the embedded endpoint's gateway for each connection, and files and pipes beside.
constexpr double kOwnEnds = 3;
constexpr double kOtherDescriptors = 64;

std::uint64_t descriptors_for(const std::vector<probe::Entry>& entries) {
  double connections = 0;
  for (const probe::Entry& entry : entries)
    connections = std::max(connections, std::max(entry.demand.connections, entry.demand.connects));
  return static_cast<std::uint64_t>(kOwnEnds * 2 * connections + kOtherDescriptors);
}

}  // namespace

Result<FoundLimits> find_limits(const LimitSettings& settings) {
  const quota::QuotaProfile& quotas = *settings.rules.quotas;
  std::vector<probe::Entry> entries = probe::catalogue(quotas, settings.wishes);
  if (const auto enough = endpoint::ensure_descriptors(descriptors_for(entries));
      enough.has_error())
    return enough.error();
  const auto endpoint =
      EndpointInUse::open(settings.endpoint, settings.broker_plugin, {}, settings.rules);
  if (endpoint.has_error()) return endpoint.error();

  const SystemClock clock;
  boost::asio::io_context context{1};
  const auto work = boost::asio::make_work_guard(context);
  Interrupts interrupts{context};
  AsioScheduler scheduler{context, clock};
  auto wires = PacketWires::make(context, endpoint->address());
  if (wires.has_error()) return wires.error();

  FoundLimits found{
      .uri = mqtt::to_uri(endpoint->address()), .is_embedded = !settings.endpoint, .limits = {}};
  const std::string name =
      fmt::format("p{:x}-{:x}", clock.wall_now().time_since_epoch().count() & 0xFFFFFFFF, getpid());
  std::optional<probe::Player> player;
  player.emplace(scheduler, **wires, probe::programme_to_find(std::move(entries), quotas), name,
                 probe::Player::Listener{.found =
                                             [&](std::size_t place) {
                                               if (settings.progress)
                                                 settings.progress(player->entries()[place],
                                                                   player->found(),
                                                                   player->entries().size());
                                             },
                                         .ended = [&] { context.stop(); }});
  (*wires)->set_listener(
      {.packet = [&](probe::Wire wire,
                     std::string packet) { player->on_packet(wire, std::move(packet)); },
       .end = [&](probe::Wire wire) { player->on_end(wire); }});
  interrupts.await([&] {
    found.interrupted = true;
    player->stop("interrupted");
  });
  player->start();
  context.run();
  for (std::size_t i = 0; i < player->entries().size(); ++i)
    found.limits.push_back({player->entries()[i].subject, player->findings()[i]});
  player.reset();
  wires->reset();
  context.restart();
  context.poll();  // what was under way ends with its connections
  if (GatewayThread* const gateway = endpoint->gateway()) {
    if (const auto report = gateway->stop(); report.has_error()) return report.error();
  }
  return found;
}

}  // namespace shadowsim::runtime
