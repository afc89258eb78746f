#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/fleet/connection_driver.h"
#include "sim/measure/ledger.h"
#include "sim/measure/measurements.h"
#include "sim/mqtt/session.h"
#include "sim/time/virtual_time.h"

namespace shadowsim::fleet {

// A session that notes what it is told to do and does nothing.
struct FakeSession final : mqtt::Session {
  struct Journal {
    mqtt::SessionOptions options;
    int connects = 0;
    int disconnects = 0;
    std::vector<std::vector<std::string>> subscribes;
    std::vector<mqtt::Publish> publishes;
  };

  explicit FakeSession(Journal& journal) : journal_{journal} {}

  void connect() override { ++journal_.connects; }
  void subscribe(std::vector<std::string> filters) override {
    journal_.subscribes.push_back(std::move(filters));
  }
  void publish(mqtt::Publish message) override { journal_.publishes.push_back(std::move(message)); }
  void disconnect() override { ++journal_.disconnects; }

 private:
  Journal& journal_;
};

// Makes them, and keeps their journals in the order of making.
struct FakeSessions final : mqtt::SessionFactory {
  std::unique_ptr<mqtt::Session> make(const mqtt::SessionOptions& options,
                                      mqtt::Mailbox& /*mailbox*/) override {
    journals.emplace_back().options = options;
    return std::make_unique<FakeSession>(journals.back());
  }

  std::deque<FakeSession::Journal> journals;
};

// Nobody delivers here: the tests hand deliveries to the drivers themselves.
struct NoMailbox final : mqtt::Mailbox {
  void deliver(mqtt::Delivery /*delivery*/) noexcept override {}
};

// All that a driver borrows.
struct FakeWorkplace {
  VirtualTime time;
  FakeSessions sessions;
  NoMailbox mailbox;
  measure::Measurements measurements;
  measure::Ledger ledger{measurements};
  Workplace workplace{time, sessions, mailbox, measurements};

  mqtt::Delivery delivery(mqtt::Event event) const {
    return {SessionId{}, time.now(), std::move(event)};
  }
};

}  // namespace shadowsim::fleet
