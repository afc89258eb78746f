#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "sim/background/holds.h"
#include "sim/base/result.h"
#include "sim/measure/background_tally.h"
#include "sim/measure/refusals_seen.h"
#include "sim/mqtt/endpoint.h"
#include "sim/probe/player.h"
#include "sim/runtime/packet_wires.h"
#include "sim/time/scheduler.h"

namespace shadowsim::runtime {

// A background at work: its connections, and what came of them.
// Threads: the one that runs the io_context.
// Owns:    connections and player. Borrows context and scheduler, which must outlive it.
class BackgroundLoad final : private probe::Wires {
 public:
  // Errors: as PacketWires::make().
  static Result<std::unique_ptr<BackgroundLoad>> make(boost::asio::io_context& context,
                                                      Scheduler& scheduler,
                                                      const mqtt::Endpoint& endpoint,
                                                      const std::vector<background::Hold>& holds,
                                                      const quota::QuotaProfile& quotas);

  // Begins; from now on the holds' length counts. To be called once at most.
  void start();

  // Calls this once when it has ended, at once if it has, or was not started; at the latest after `patience`, when
  // it is broken off.
  void when_ended(Duration patience, std::function<void()> ended);

  // What was taken, and what its connections saw of being refused.
  measure::BackgroundTally tally() const;
  measure::RefusalsSeen refusals_seen() const;

 private:
  BackgroundLoad(Scheduler& scheduler, std::unique_ptr<PacketWires> wires,
                 probe::Programme programme);

  void open(probe::Wire wire, std::string packet) override;
  void send(probe::Wire wire, std::string packets) override;
  void close(probe::Wire wire) override;
  void end();

  Scheduler& scheduler_;
  std::unique_ptr<PacketWires> wires_;
  probe::Player player_;
  std::uint64_t published_ = 0;
  std::uint64_t received_ = 0;
  bool is_under_way_ = false;
  std::function<void()> ended_;
  TimerId patience_{};
};

}  // namespace shadowsim::runtime
