// What a session does with a real broker.

#include "sim/mqtt/session.h"

#include <optional>
#include <set>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "tests/mqtt/engines.h"
#include "tests/mqtt/inbox.h"

namespace shadowsim::mqtt {
namespace {

using namespace std::chrono_literals;
using endpoint::BrokerOptions;
using endpoint::BrokerProcess;
using testing::Each;
using testing::SizeIs;

class SessionWithBroker : public testing::TestWithParam<EngineAndVersion> {
 protected:
  void SetUp() override { start_broker({}); }

  void start_broker(const BrokerOptions& options) {
    auto broker = BrokerProcess::start(options);
    ASSERT_TRUE(broker.has_value()) << broker.error().message;
    broker_.emplace(*std::move(broker));
    factory_ = std::get<0>(GetParam()).make(plain_endpoint(), clock_, inbox_);
  }

  Endpoint plain_endpoint() const {
    return {Transport::kTcp, "127.0.0.1", broker_->port(), {}, ""};
  }

  std::unique_ptr<Session> make(const std::string& client_id, std::uint32_t id = 0) {
    return factory_->make({SessionId{id}, client_id, std::get<1>(GetParam())}, inbox_);
  }

  std::unique_ptr<Session> connected(const std::string& client_id, std::uint32_t id = 0) {
    auto session = make(client_id, id);
    session->connect();
    EXPECT_TRUE(inbox_.take_event<Connected>());
    return session;
  }

  void subscribe(Session& session, std::vector<std::string> filters) {
    const std::size_t count = filters.size();
    session.subscribe(std::move(filters));
    const auto subscribed = inbox_.take_event<Subscribed>();
    ASSERT_TRUE(subscribed);
    EXPECT_THAT(subscribed->codes, SizeIs(count));
    EXPECT_THAT(subscribed->codes, Each(1));
  }

  SystemClock clock_;
  std::optional<BrokerProcess> broker_;
  Inbox inbox_;
  std::unique_ptr<SessionFactory> factory_;
};

TEST_P(SessionWithBroker, APublishBeforeTheConnectIsNotSent) {
  const auto session = make("light");
  for (const Qos qos : {Qos::kAtMostOnce, Qos::kAtLeastOnce}) {
    session->publish({5, "topic", "payload", qos});
    const auto completed = inbox_.take_event<PublishCompleted>();
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->tag, 5U);
    EXPECT_FALSE(completed->sent);
  }
}

TEST_P(SessionWithBroker, ADisconnectBeforeTheConnectIsNothing) {
  const auto session = make("light");
  session->disconnect();
  session->connect();
  const auto first = inbox_.take();
  ASSERT_TRUE(first);
  EXPECT_TRUE(std::holds_alternative<Connected>(first->event));
}

TEST_P(SessionWithBroker, DeliveriesNameTheSessionAndTheTime) {
  const auto session = make("light", 77);
  const TimePoint before = clock_.now();
  session->connect();
  const auto delivery = inbox_.take();
  ASSERT_TRUE(delivery);
  EXPECT_EQ(delivery->session, SessionId{77});
  EXPECT_GT(delivery->at, before);
  EXPECT_LT(delivery->at, clock_.now());
}

TEST_P(SessionWithBroker, PayloadsArriveByteForByte) {
  const auto session = connected("light");
  subscribe(*session, {"topic"});
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte)
    all_bytes += static_cast<char>(byte);
  for (const auto& payload : {all_bytes, std::string{}, std::string(100'000, 'x')}) {
    session->publish({1, "topic", payload, Qos::kAtLeastOnce});
    const auto message = inbox_.take_event<MessageArrived>();
    ASSERT_TRUE(message);
    EXPECT_EQ(message->topic, "topic");
    EXPECT_TRUE(message->payload == payload) << "of " << payload.size() << " bytes";
    EXPECT_FALSE(message->duplicate);
  }
}

TEST_P(SessionWithBroker, OnlyAPublishAtQos1IsAnswered) {
  const auto session = connected("light");
  session->publish({1, "topic", "", Qos::kAtMostOnce});
  session->publish({2, "topic", "", Qos::kAtLeastOnce});
  const auto first = inbox_.take();
  ASSERT_TRUE(first);
  const auto* completed = std::get_if<PublishCompleted>(&first->event);
  ASSERT_NE(completed, nullptr);
  EXPECT_EQ(completed->tag, 2U);
  EXPECT_TRUE(completed->sent);
  EXPECT_FALSE(is_failure(completed->code));
}

TEST_P(SessionWithBroker, MessagesArriveInTheirOrder) {
  const auto light = connected("light", 1);
  subscribe(*light, {"a/#", "b"});
  const auto app = connected("app", 2);
  constexpr PublishTag kMessages = 500;
  for (PublishTag tag = 0; tag < kMessages; ++tag)
    app->publish({tag, tag % 2 == 0 ? "a/x" : "b", std::to_string(tag), Qos::kAtLeastOnce});
  PublishTag next_message = 0;
  PublishTag next_answer = 0;
  while (next_message < kMessages || next_answer < kMessages) {
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    if (const auto* message = std::get_if<MessageArrived>(&delivery->event)) {
      EXPECT_EQ(delivery->session, SessionId{1});
      ASSERT_EQ(message->payload, std::to_string(next_message++));
    } else if (const auto* completed = std::get_if<PublishCompleted>(&delivery->event)) {
      EXPECT_EQ(delivery->session, SessionId{2});
      ASSERT_EQ(completed->tag, next_answer++);
    }
  }
}

TEST_P(SessionWithBroker, ManySessionsStayApart) {
  constexpr std::uint32_t kSessions = 60;
  std::vector<std::unique_ptr<Session>> sessions;
  for (std::uint32_t i = 0; i < kSessions; ++i) {
    sessions.push_back(make("light-" + std::to_string(i), i));
    sessions.back()->connect();
  }
  for (std::uint32_t i = 0; i < kSessions; ++i) {
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    ASSERT_TRUE(std::holds_alternative<Connected>(delivery->event));
  }
  for (std::uint32_t i = 0; i < kSessions; ++i)
    sessions[i]->subscribe({"light/" + std::to_string(i)});
  for (std::uint32_t i = 0; i < kSessions; ++i)
    ASSERT_TRUE(inbox_.take_event<Subscribed>());
  for (std::uint32_t i = 0; i < kSessions; ++i) {
    const auto other = std::to_string((i + 1) % kSessions);
    sessions[i]->publish({i, "light/" + other, other, Qos::kAtMostOnce});
  }
  std::set<std::uint32_t> reached;
  while (reached.size() < kSessions) {
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    const auto& message = std::get<MessageArrived>(delivery->event);
    EXPECT_EQ(message.payload, std::to_string(delivery->session.value));
    reached.insert(delivery->session.value);
  }
}

TEST_P(SessionWithBroker, ADisconnectIsAnsweredAndAConnectWorksAgain) {
  const auto session = connected("light");
  for (int round = 0; round < 3; ++round) {
    session->disconnect();
    ASSERT_TRUE(inbox_.take_event<Disconnected>());
    session->connect();
    ASSERT_TRUE(inbox_.take_event<Connected>());
    subscribe(*session, {"topic"});
    session->publish({1, "topic", "again", Qos::kAtLeastOnce});
    ASSERT_TRUE(inbox_.take_event<MessageArrived>());
  }
}

TEST_P(SessionWithBroker, AConnectIsACleanStart) {
  const auto session = connected("light");
  subscribe(*session, {"topic"});
  session->disconnect();
  ASSERT_TRUE(inbox_.take_event<Disconnected>());
  session->connect();
  ASSERT_TRUE(inbox_.take_event<Connected>());
  session->publish({1, "topic", "to nobody", Qos::kAtLeastOnce});
  session->publish({2, "topic", "to nobody", Qos::kAtLeastOnce});
  for (PublishTag tag = 1; tag <= 2; ++tag) {
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    EXPECT_TRUE(std::holds_alternative<PublishCompleted>(delivery->event)) << "a message came";
  }
}

TEST_P(SessionWithBroker, SubscribesWithTheQosItIsGiven) {
  const auto session = factory_->make({.id = {},
                                       .client_id = "light",
                                       .version = std::get<1>(GetParam()),
                                       .subscription_qos = Qos::kAtMostOnce},
                                      inbox_);
  session->connect();
  ASSERT_TRUE(inbox_.take_event<Connected>());
  session->subscribe({"topic", "other"});
  const auto subscribed = inbox_.take_event<Subscribed>();
  ASSERT_TRUE(subscribed);
  EXPECT_THAT(subscribed->codes, testing::ElementsAre(0, 0));
}

TEST_P(SessionWithBroker, SuccessfulPublishesAreTakenForGrantedWhereAskedTo) {
  const auto session = factory_->make({.id = {},
                                       .client_id = "light",
                                       .version = std::get<1>(GetParam()),
                                       .tells_successful_publishes = false},
                                      inbox_);
  session->connect();
  ASSERT_TRUE(inbox_.take_event<Connected>());
  subscribe(*session, {"topic"});
  // The acknowledgement of each publish arrives before the message of the next one does.
  for (const PublishTag tag : {1, 2, 3}) {
    session->publish({tag, "topic", "heard", Qos::kAtLeastOnce});
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    EXPECT_TRUE(std::holds_alternative<MessageArrived>(delivery->event)) << "a success was told";
  }
}

TEST_P(SessionWithBroker, ABrokerThatDiesIsAConnectionLostAndCanBeConnectedToAgain) {
  const auto session = connected("light");
  broker_->stop();
  ASSERT_TRUE(inbox_.take_event<ConnectionLost>());

  session->publish({9, "topic", "", Qos::kAtLeastOnce});
  const auto completed = inbox_.take_event<PublishCompleted>();
  ASSERT_TRUE(completed);
  EXPECT_FALSE(completed->sent);
  session->connect();
  ASSERT_TRUE(inbox_.take_event<ConnectFailed>());

  BrokerOptions same;
  same.config.port = broker_->port();
  start_broker(same);
  session->connect();
  ASSERT_TRUE(inbox_.take_event<Connected>());
  subscribe(*session, {"topic"});
}

TEST_P(SessionWithBroker, ASessionTakenOverIsAConnectionLost) {
  const auto first = connected("light", 1);
  const auto second = make("light", 2);
  second->connect();
  for (int i = 0; i < 2; ++i) {  // in either order
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    if (delivery->session == SessionId{1})
      EXPECT_TRUE(std::holds_alternative<ConnectionLost>(delivery->event));
    else
      EXPECT_TRUE(std::holds_alternative<Connected>(delivery->event));
  }
}

TEST_P(SessionWithBroker, NothingIsDeliveredAfterASessionIsDestroyed) {
  const auto app = connected("app", 1);
  for (int round = 0; round < 5; ++round) {
    auto light = connected("light", 2);
    subscribe(*light, {"topic"});
    constexpr PublishTag kMessages = 300;
    for (PublishTag tag = 0; tag < kMessages; ++tag)
      app->publish({tag, "topic", "for the light", Qos::kAtLeastOnce});
    ASSERT_TRUE(inbox_.take_event<MessageArrived>());  // so they are coming
    light.reset();

    std::optional<PublishTag> last;
    for (std::size_t left = inbox_.size(); left > 0; --left) {
      const auto delivery = inbox_.take();  // what was delivered before
      if (const auto* completed = std::get_if<PublishCompleted>(&delivery->event))
        last = completed->tag;
    }
    while (last != kMessages - 1) {
      const auto delivery = inbox_.take();
      ASSERT_TRUE(delivery);
      ASSERT_EQ(delivery->session, SessionId{1});
      if (const auto* completed = std::get_if<PublishCompleted>(&delivery->event))
        last = completed->tag;
    }
  }
}

TEST_P(SessionWithBroker, WebSocketsCarryTheSameOrAreRefused) {
  BrokerOptions options;
  options.config.web_socket_port = std::uint16_t{0};
  start_broker(options);
  Endpoint endpoint = plain_endpoint();
  endpoint.transport = Transport::kWebSocket;
  endpoint.port = broker_->web_socket_port();
  const auto& engine = std::get<0>(GetParam());
  if (const auto fit = engine.offered->check(endpoint); fit.has_error()) {
    EXPECT_EQ(fit.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(fit.error().message, testing::HasSubstr("WebSockets"));
    return;
  }
  factory_ = engine.make(endpoint, clock_, inbox_);
  const auto session = connected("light");
  subscribe(*session, {"topic"});
  session->publish({1, "topic", "hello", Qos::kAtLeastOnce});
  const auto message = inbox_.take_event<MessageArrived>();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->payload, "hello");
}

INSTANTIATE_TEST_SUITE_P(, SessionWithBroker, each_engine_and_version(), name_of);

}  // namespace
}  // namespace shadowsim::mqtt
