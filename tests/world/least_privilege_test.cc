// Fleets in a world, and the policies that they need: whatever a session really asks for or is given
// is allowed by the policy that needs_of() makes, and something of it is denied by less.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/fleet/conductor.h"
#include "sim/fleet/crew.h"
#include "sim/fleet/needs.h"
#include "sim/policy/evaluator.h"
#include "sim/policy/session_policy.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/time/virtual_time.h"
#include "sim/world/virtual_broker.h"
#include "sim/world/virtual_mailbox.h"

namespace shadowsim::world {
namespace {

using policy::Action;

// What one client did.
struct Operation {
  std::string client_id;
  Action action;
  std::string name;

  friend auto operator<=>(const Operation&, const Operation&) = default;
};

using Operations = std::set<Operation>;

// Notes what its client asks for, and hands it on.
class WatchedSession final : public mqtt::Session {
 public:
  WatchedSession(std::unique_ptr<mqtt::Session> session, std::string client_id,
                 Operations& operations)
      : session_{std::move(session)}, client_id_{std::move(client_id)}, operations_{operations} {}

  void connect() override {
    operations_.insert({client_id_, Action::kConnect, client_id_});
    session_->connect();
  }
  void subscribe(std::vector<std::string> filters) override {
    for (const auto& filter : filters)
      operations_.insert({client_id_, Action::kSubscribe, filter});
    session_->subscribe(std::move(filters));
  }
  void publish(mqtt::Publish message) override {
    operations_.insert({client_id_, Action::kPublish, message.topic});
    session_->publish(std::move(message));
  }
  void disconnect() override { session_->disconnect(); }

 private:
  std::unique_ptr<mqtt::Session> session_;
  std::string client_id_;
  Operations& operations_;
};

// A broker whose sessions are watched.
class WatchedBroker final : public mqtt::SessionFactory {
 public:
  WatchedBroker(VirtualBroker& broker, Operations& operations)
      : broker_{broker}, operations_{operations} {}

  std::unique_ptr<mqtt::Session> make(const mqtt::SessionOptions& options,
                                      mqtt::Mailbox& mailbox) override {
    client_ids_[options.id] = options.client_id;
    return std::make_unique<WatchedSession>(broker_.make(options, mailbox), options.client_id,
                                            operations_);
  }

  void note(const mqtt::Delivery& delivery) {
    if (const auto* message = std::get_if<mqtt::MessageArrived>(&delivery.event))
      operations_.insert({client_ids_.at(delivery.session), Action::kReceive, message->topic});
  }

 private:
  VirtualBroker& broker_;
  Operations& operations_;
  std::unordered_map<SessionId, std::string> client_ids_;
};

// All that the scenario's clients do from the first connect to the last answer.
Operations play(const scenario::Scenario& scenario) {
  Operations operations;
  VirtualTime time;
  VirtualBroker broker{time, {}, Random{scenario.seed}};
  WatchedBroker watched{broker, operations};
  VirtualMailbox mailbox{time};
  fleet::Crew crew{scenario, {}, fleet::protocol_of(scenario.fleet), time, watched, mailbox};
  fleet::Conductor conductor{scenario, {}, crew, time};
  mailbox.set_handler([&](const mqtt::Delivery& delivery) {
    watched.note(delivery);
    crew.handle(delivery);
  });
  std::optional<fleet::RunEnd> end;
  conductor.start([&](const fleet::RunEnd& reached) { end = reached; });
  while (!end && time.step()) {
  }
  EXPECT_TRUE(end.has_value());
  return operations;
}

std::vector<Operation> denied(const Operations& operations, const policy::Document& document) {
  const auto documents =
      std::make_shared<const std::vector<policy::Document>>(std::vector{document});
  std::vector<Operation> found;
  for (const Operation& one : operations) {
    policy::SessionPolicy policy{documents, {}, {.client_id = one.client_id}};
    if (!policy.authorize(one.action, one.name).is_allowed()) found.push_back(one);
  }
  return found;
}

class LeastPrivilege : public testing::TestWithParam<const char*> {
 protected:
  LeastPrivilege() {
    const auto read =
        scenario::read_scenario_text(std::string{"shadowsim: 1\n"} + GetParam(), "s", {}, {});
    EXPECT_TRUE(read.has_value()) << read.error().message;
    scenario_ = *read;
    operations_ = play(scenario_);
    const auto text = policy::least_privilege(fleet::needs_of(scenario_, {}), {});
    const auto document = policy::parse_document(text, "p", nullptr);
    EXPECT_TRUE(document.has_value()) << document.error().message;
    document_ = *document;
  }

  scenario::Scenario scenario_;
  Operations operations_;
  policy::Document document_;
};

TEST_P(LeastPrivilege, AllowsAllThatTheFleetDoes) {
  std::set<Action> actions;
  for (const Operation& one : operations_)
    actions.insert(one.action);
  EXPECT_EQ(actions.size(), 4U) << "connect, publish, subscribe and receive have happened";
  for (const Operation& one : denied(operations_, document_))
    ADD_FAILURE() << one.client_id << ": " << policy::name_of(one.action) << " " << one.name;
}

TEST_P(LeastPrivilege, LessAnyStatementDeniesSomething) {
  EXPECT_EQ(document_.statements.size(), 4U);
  for (std::size_t i = 0; i < document_.statements.size(); ++i) {
    policy::Document less = document_;
    less.statements.erase(less.statements.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(denied(operations_, less).empty()) << "without statement " << i + 1;
  }
}

TEST_P(LeastPrivilege, LessAnyActionDeniesSomething) {
  for (std::size_t i = 0; i < document_.statements.size(); ++i) {
    for (std::size_t j = 0; j < document_.statements[i].actions.size(); ++j) {
      policy::Document less = document_;
      auto& actions = less.statements[i].actions;
      actions.erase(actions.begin() + static_cast<std::ptrdiff_t>(j));
      EXPECT_FALSE(denied(operations_, less).empty())
          << "without action " << j + 1 << " of " << i + 1;
    }
  }
}

// What is subscribed, asked and connected happens in every run; which answers arrive is another
// matter, as only a request that is refused has a rejected.
TEST_P(LeastPrivilege, LessAnyResourceThatIsNotReceivedDeniesSomething) {
  const std::u32string receive = U"iot:receive";
  for (std::size_t i = 0; i < document_.statements.size(); ++i) {
    if (document_.statements[i].actions.at(0).matches(receive)) continue;
    for (std::size_t j = 0; j < document_.statements[i].resources.size(); ++j) {
      policy::Document less = document_;
      auto& resources = less.statements[i].resources;
      resources.erase(resources.begin() + static_cast<std::ptrdiff_t>(j));
      EXPECT_FALSE(denied(operations_, less).empty())
          << "without resource " << j + 1 << " of statement " << i + 1;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    , LeastPrivilege,
    testing::Values(
        "fleet: {lights: 1}\n"
        "timeline: [{change: {light: light-0000, desired: {color: blue}}}, {pause: 1s}]\n",
        "fleet: {lights: 2, client_id: \"lamp-{index}\"}\napps: {sessions: 2}\n"
        "timeline: [{change: {lights: all, desired: {color: blue}}}, {pause: 1s}]\n",
        "fleet: {lights: 120}\napps: {sessions: 3}\n"
        "timeline: [{churn: {for: 5s, desired: {rate: 50/s, values: {on: toggle}},\n"
        "                    reported: {rate: 20/s, values: {on: toggle}}}}]\n",
        "fleet: {lights: 1, shadows: [{name: classic, initial_state: {color: red}},\n"
        "                             {name: cfg, initial_state: {fade: 1}}]}\n"
        "timeline: [{change: {lights: all, shadow: cfg, desired: {fade: 2}}}, {pause: 1s}]\n"));

}  // namespace
}  // namespace shadowsim::world
