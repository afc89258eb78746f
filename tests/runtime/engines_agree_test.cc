// The engines differ in speed only: the same seed has the same outcomes, change by change.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/runtime/run.h"
#include "sim/scenario/scenario_reader.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

// What each session published on a topic, and what arrived there, in order, with the client tokens
// that say which change it belonged to.
using Journal = std::map<std::string, std::vector<std::string>>;

// The token of a request or an answer; what surrounds it tells the time.
std::string token_in(const std::string& payload) {
  constexpr std::string_view kKey = R"("clientToken":")";
  const auto key = payload.find(kKey);
  if (key == std::string::npos) return {};
  const auto begin = key + kKey.size();
  return payload.substr(begin, payload.find('"', begin) - begin);
}

// Stands between a session and those above it, and writes down what passes.
class JournalledSession final : public mqtt::Session, private mqtt::Mailbox {
 public:
  JournalledSession(mqtt::SessionFactory& sessions, const mqtt::SessionOptions& options,
                    mqtt::Mailbox& mailbox, Journal& journal)
      : mailbox_{mailbox},
        journal_{journal},
        name_{options.client_id},
        session_{sessions.make(options, *this)} {}

  void connect() override { session_->connect(); }
  void subscribe(std::vector<std::string> filters) override {
    session_->subscribe(std::move(filters));
  }
  void publish(mqtt::Publish message) override {
    note(name_ + " > " + message.topic, message.payload);
    session_->publish(std::move(message));
  }
  void disconnect() override { session_->disconnect(); }

 private:
  void deliver(mqtt::Delivery delivery) noexcept override {
    if (const auto* message = std::get_if<mqtt::MessageArrived>(&delivery.event))
      note(name_ + " < " + message->topic, token_in(message->payload));
    mailbox_.deliver(std::move(delivery));
  }

  void note(const std::string& where, std::string what) {
    const std::lock_guard lock{mutex_};
    journal_[where].push_back(std::move(what));
  }

  static inline std::mutex mutex_;
  mqtt::Mailbox& mailbox_;
  Journal& journal_;
  std::string name_;
  std::unique_ptr<mqtt::Session> session_;
};

class JournalledFactory final : public mqtt::SessionFactory {
 public:
  JournalledFactory(std::unique_ptr<mqtt::SessionFactory> sessions, Journal& journal)
      : sessions_{std::move(sessions)}, journal_{journal} {}

  std::unique_ptr<mqtt::Session> make(const mqtt::SessionOptions& options,
                                      mqtt::Mailbox& mailbox) override {
    return std::make_unique<JournalledSession>(*sessions_, options, mailbox, journal_);
  }

 private:
  std::unique_ptr<mqtt::SessionFactory> sessions_;
  Journal& journal_;
};

// An engine's row of the table is functions, so what they write to is not theirs.
template <std::size_t kNumber>
Journal& journal_of() {
  static Journal journal;
  return journal;
}

template <std::size_t kNumber>
SessionEngine journalled() {
  SessionEngine engine = session_engines()[kNumber];
  engine.make = [](const mqtt::Endpoint& endpoint, const Clock& clock,
                   boost::asio::io_context& context) -> std::unique_ptr<mqtt::SessionFactory> {
    return std::make_unique<JournalledFactory>(
        session_engines()[kNumber].make(endpoint, clock, context), journal_of<kNumber>());
  };
  return engine;
}

// Changes that supersede others while the lights fade, and others that have their time.
scenario::Scenario scenario_of_all_outcomes() {
  return scenario::read_scenario_text(R"(
shadowsim: 1
name: engines-agree
seed: 7
fleet: {lights: 8, connect_rate: 200/s, apply_delay: 600ms}
apps: {sessions: 2}
timeline:
  - change: {lights: all, desired: {color: red, brightness: 10}}
  - pause: 200ms
  - change: {lights: {share: 0.5}, desired: {color: blue, brightness: 20}}
  - pause: 2s
  - change: {lights: all, desired: {color: green}}
  - pause: 2s
  - change: {light: light-0000, reported: {color: white}, sets_desired: true}
  - pause: 1s
)",
                                      "test.yaml", {}, {})
      .value();
}

measure::RunResult play(const scenario::Scenario& scenario, const SessionEngine& engine) {
  auto outcome = run_scenario({.scenario = scenario,
                               .endpoint = {},
                               .engine = &engine,
                               .broker_plugin = SHADOWSIM_PLUGIN,
                               .program = {},
                               .progress = {}});
  EXPECT_TRUE(outcome) << outcome.error().message;
  return std::move(outcome->result);
}

TEST(Engines, HaveTheSameOutcomesForTheSameSeedChangeByChange) {
  ASSERT_EQ(session_engines().size(), 2U);
  const auto scenario = scenario_of_all_outcomes();
  const auto reference = play(scenario, journalled<0>());
  const auto other = play(scenario, journalled<1>());

  EXPECT_GT(reference.changes.converged, 0U);
  EXPECT_GT(reference.changes.superseded, 0U);
  EXPECT_EQ(other.changes, reference.changes);
  EXPECT_EQ(other.messages, reference.messages);
  EXPECT_EQ(other.final_check, reference.final_check);
  EXPECT_EQ(other.connections, reference.connections);
  EXPECT_NE(other.client, reference.client);
  ASSERT_FALSE(journal_of<0>().empty());
  EXPECT_EQ(journal_of<1>(), journal_of<0>());
}

}  // namespace
}  // namespace shadowsim::runtime
