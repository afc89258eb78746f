#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/admission/front_door.h"
#include "sim/gateway/screening.h"
#include "sim/probe/player.h"
#include "sim/service/shadow_service.h"
#include "sim/time/virtual_time.h"
#include "tests/probe/packet_broker.h"

namespace shadowsim::probe {

// An endpoint in virtual time for probes: the real front door and screening, PacketBroker, and the real shadow
// service. What is sent arrives after a millisecond, either way.
class VirtualEndpoint final : public Wires {
 public:
  VirtualEndpoint(VirtualTime& time, admission::Rules rules);

  // Whom to tell what comes; before anything is opened.
  void attach(Player& player) { player_ = &player; }

  void open(Wire wire, std::string packet) override;
  void send(Wire wire, std::string packets) override;
  void close(Wire wire) override;

  const admission::FrontDoor& door() const { return *door_; }

 private:
  struct Connection {
    gateway::Screening screening;
    std::string input{};      // that the screening has not seen
    TimePoint reads_again{};  // for the throughput's sake not before
    TimePoint last_heard{};
    bool is_waiting = false;   // for more of its backlog
    bool is_watching = false;  // its deliveries
  };

  void arrive(Wire wire, const std::string& packets);
  void read(Wire wire);
  void pass(Wire wire, const gateway::Passed& passed);
  void to_client(Wire wire, std::string packets);
  void from_broker(Wire wire, const std::string& packet);
  void serve(const std::string& topic, const std::string& payload);
  void send_backlog(Wire wire);
  void watch_deliveries(Wire wire);
  void watch_first_packet(Wire wire);
  void watch_silence(Wire wire);
  void forget(Wire wire);
  void end(Wire wire);
  Connection* find(Wire wire);

  VirtualTime& time_;
  std::shared_ptr<admission::FrontDoor> door_;
  service::ShadowService service_;
  PacketBroker broker_;
  Player* player_ = nullptr;
  std::map<Wire, std::unique_ptr<Connection>> connections_;
};

}  // namespace shadowsim::probe
