#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/random.h"
#include "sim/mqtt/session.h"
#include "sim/service/shadow_service.h"
#include "sim/time/scheduler.h"
#include "sim/world/network_model.h"

namespace shadowsim::world {

// A broker with the shadow service behind it, and the network before it, in virtual time. It is as
// much of MQTT as sessions need: connects, takeover by the same client ID, subscriptions to topics
// without wildcards, QoS 1 in order within a session unless the network disorders it.
// Threads: one.
// Owns:    the service. Borrows the scheduler, which must outlive it. Sessions must not outlive it.
class VirtualBroker final : public mqtt::SessionFactory {
 public:
  VirtualBroker(Scheduler& scheduler, const NetworkModel& network, Random random);
  ~VirtualBroker() override;

  std::unique_ptr<mqtt::Session> make(const mqtt::SessionOptions& options,
                                      mqtt::Mailbox& mailbox) override;

  // Ends every connection, as a broker does that crashes. What is on its way is lost.
  void drop_all();

  // Ends those connections of which `which` says so; it is asked by their places in the order of client IDs.
  void drop(const std::function<bool(std::size_t place)>& which);

  // Refuses connects from now on (with CONNACK `code`), or accepts them again (none).
  void refuse_connects(std::optional<mqtt::ReasonCode> code) { refusal_ = code; }

  // Refuses connects with 0x97, filters with 0x97 and requests with 429 where these say so, from now on;
  // empty: none. They stand in for an account's quotas.
  struct Limits {
    std::function<bool(TimePoint now)> admits_connect = {};
    std::function<bool(TimePoint now)> admits_filter = {};
    std::function<bool(const std::string& topic, TimePoint now)> admits_request = {};
  };
  void limit(Limits limits) { limits_ = std::move(limits); }

  // Takes requests and answers none of them: a broker without the shadow service.
  void silence_service(bool silent) { silent_ = silent; }

  service::ShadowService& shadow_service() { return service_; }

 private:
  class VirtualSession;

  void take(const std::string& topic, const std::string& payload);
  bool is_refused(const std::string& topic, const std::string& payload);
  void fan_out(const service::Publication& publication);
  void subscribe(VirtualSession& session, const std::string& topic);
  void forget(VirtualSession& session);

  Scheduler& scheduler_;
  NetworkModel network_;
  Random random_;
  service::ShadowService service_;
  service::Publications publications_;
  std::map<std::string, VirtualSession*> connected_;  // by client ID
  std::map<std::string, std::vector<VirtualSession*>>
      subscribers_;  // by topic, in order of subscribing
  std::optional<mqtt::ReasonCode> refusal_;
  Limits limits_;
  bool silent_ = false;
};

}  // namespace shadowsim::world
