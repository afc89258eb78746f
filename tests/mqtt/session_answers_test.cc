// What a session makes of each answer that a server may give.

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/loopback_port.h"
#include "tests/mqtt/engines.h"
#include "tests/mqtt/inbox.h"
#include "tests/mqtt/scripted_server.h"

namespace shadowsim::mqtt {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class SessionAnswers : public testing::TestWithParam<EngineAndVersion> {
 protected:
  const Engine& engine() const { return std::get<0>(GetParam()); }
  ProtocolVersion version() const { return std::get<1>(GetParam()); }
  bool is_mqtt5() const { return version() == ProtocolVersion::kMqtt5; }

  std::unique_ptr<Session> make(const Endpoint& endpoint,
                                std::chrono::milliseconds connect_timeout = 10s) {
    SessionOptions options{SessionId{7}, "light", version()};
    options.connect_timeout = connect_timeout;
    return engine().make(endpoint, clock_, inbox_)->make(options, inbox_);
  }

  std::unique_ptr<Session> connected(const ScriptedServer& server) {
    auto session = make(server.endpoint());
    session->connect();
    EXPECT_TRUE(inbox_.take_event<Connected>());
    return session;
  }

  SystemClock clock_;
  Inbox inbox_;
};

// Answers that MQTT 3.1.1 does not have.
class SessionAnswersOfMqtt5 : public SessionAnswers {};

TEST_P(SessionAnswers, ARefusedConnectHasTheReasonInMqtt5sCodes) {
  struct {
    std::uint8_t in_311;
    ReasonCode code;
  } const cases[] = {{1, 0x84}, {2, 0x85}, {3, 0x88}, {4, 0x86}, {5, 0x87}};
  for (const auto& [in_311, code] : cases) {
    const ScriptedServer server{{.connack_code = is_mqtt5() ? code : in_311}};
    const auto session = make(server.endpoint());
    session->connect();
    const auto delivery = inbox_.take();
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->session, SessionId{7});
    const auto* failed = std::get_if<ConnectFailed>(&delivery->event);
    ASSERT_NE(failed, nullptr);
    EXPECT_EQ(failed->stage, ConnectStage::kConnack);
    EXPECT_EQ(failed->code, code);
    EXPECT_EQ(failed->text, to_text(code));
  }
}

TEST_P(SessionAnswers, AConnectWithoutAnswerTimesOut) {
  const ScriptedServer server{{.connack_code = std::nullopt}};
  const auto session = make(server.endpoint(), 1s);
  session->connect();
  const auto failed = inbox_.take_event<ConnectFailed>();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->stage, ConnectStage::kTimeout);
}

TEST_P(SessionAnswers, AConnectWhereNobodyListensFailsAtTheTransport) {
  const auto free = endpoint::LoopbackPort::reserve(0).value().number();
  const auto session = make({Transport::kTcp, "127.0.0.1", free, {}, ""});
  for (int attempt = 0; attempt < 2; ++attempt) {  // and may be tried again
    session->connect();
    const auto failed = inbox_.take_event<ConnectFailed>();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->stage, ConnectStage::kTransport);
    EXPECT_FALSE(failed->text.empty());
  }
}

TEST_P(SessionAnswers, EachFilterHasItsOwnCode) {
  const ReasonCode refused = is_mqtt5() ? kNotAuthorized : kUnspecifiedError;
  const std::vector<std::vector<ReasonCode>> answers{
      {1, refused, 0}, {refused, 1, 0}, {refused, refused, refused}};
  for (const auto& codes : answers) {
    const ScriptedServer server{{.suback_codes = codes}};
    const auto session = connected(server);
    session->subscribe({"a", "b", "c"});
    const auto subscribed = inbox_.take_event<Subscribed>();
    ASSERT_TRUE(subscribed);
    EXPECT_EQ(subscribed->codes, codes);
  }
}

TEST_P(SessionAnswers, ASingleFilterThatIsRefusedIsAnsweredLikeMany) {
  const ReasonCode refused = is_mqtt5() ? kQuotaExceeded : kUnspecifiedError;
  const ScriptedServer server{{.suback_codes = {refused}}};
  const auto session = connected(server);
  session->subscribe({"a"});
  const auto subscribed = inbox_.take_event<Subscribed>();
  ASSERT_TRUE(subscribed);
  EXPECT_THAT(subscribed->codes, ElementsAre(refused));
}

TEST_P(SessionAnswersOfMqtt5, ARefusedPublishHasTheServersCode) {
  for (const ReasonCode code : {kNotAuthorized, kQuotaExceeded, kUnspecifiedError}) {
    const ScriptedServer server{{.puback_code = code}};
    const auto session = connected(server);
    session->publish({42, "topic", "payload", Qos::kAtLeastOnce});
    const auto completed = inbox_.take_event<PublishCompleted>();
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->tag, 42U);
    EXPECT_TRUE(completed->sent);
    EXPECT_EQ(completed->code, code);
  }
}

TEST_P(SessionAnswers, APublishThatNobodySubscribedToIsASuccess) {
  const ScriptedServer server{{.puback_code = 0x10}};
  const auto session = connected(server);
  session->publish({0xFFFFFFFF, "topic", "payload", Qos::kAtLeastOnce});
  const auto completed = inbox_.take_event<PublishCompleted>();
  ASSERT_TRUE(completed);
  EXPECT_EQ(completed->tag, 0xFFFFFFFFU);
  EXPECT_FALSE(is_failure(completed->code));
}

TEST_P(SessionAnswers, APublishWithoutAnswerFailsWithItsConnection) {
  const ScriptedServer server{{.closes_at_publish = true}};
  const auto session = connected(server);
  session->publish({1, "topic", "payload", Qos::kAtLeastOnce});
  const auto completed = inbox_.take_event<PublishCompleted>();
  ASSERT_TRUE(completed);
  EXPECT_EQ(completed->tag, 1U);
  EXPECT_TRUE(completed->sent);
  EXPECT_EQ(completed->code, kUnspecifiedError);
  const auto lost = inbox_.take_event<ConnectionLost>();
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->code, std::nullopt) << "it ended without a word";
}

TEST_P(SessionAnswersOfMqtt5, TheServersReasonToCloseIsTold) {
  const ScriptedServer server{{.disconnect_code = 0x8B}};
  const auto session = connected(server);
  session->subscribe({"a"});
  const auto lost = inbox_.take_event<ConnectionLost>();
  ASSERT_TRUE(lost);
  EXPECT_THAT(lost->text, HasSubstr("Server shutting down"));
  EXPECT_EQ(lost->code, ReasonCode{0x8B});
}

TEST_P(SessionAnswersOfMqtt5, TheServersReceiveMaximumIsHeeded) {
  const ScriptedServer server{{.receive_maximum = std::uint16_t{2}, .holds_pubacks = true}};
  const auto session = connected(server);
  constexpr PublishTag kPublishes = 6;
  for (PublishTag tag = 0; tag < kPublishes; ++tag)
    session->publish({tag, "topic", "payload", Qos::kAtLeastOnce});
  for (PublishTag tag = 0; tag < kPublishes; ++tag) {
    const auto completed = inbox_.take_event<PublishCompleted>();
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->tag, tag);
    EXPECT_EQ(completed->code, kSuccess);
  }
  EXPECT_EQ(server.most_unanswered(), 2);
}

TEST_P(SessionAnswers, ManyPublishesAreUnderWayAtOnceOtherwise) {
  const ScriptedServer server{{.holds_pubacks = true}};
  const auto session = connected(server);
  constexpr PublishTag kPublishes = 300;
  for (PublishTag tag = 0; tag < kPublishes; ++tag)
    session->publish({tag, "topic", "payload", Qos::kAtLeastOnce});
  for (PublishTag tag = 0; tag < kPublishes; ++tag)
    ASSERT_TRUE(inbox_.take_event<PublishCompleted>());
  EXPECT_EQ(server.most_unanswered(), static_cast<int>(kPublishes));
}

// Though an engine may let acknowledgements wait for what goes out next.
TEST_P(SessionAnswers, AMessageIsAcknowledgedByASessionThatSendsNothingElse) {
  const ScriptedServer server{{.suback_codes = {1}, .publishes = true}};
  const auto session = connected(server);
  session->subscribe({"message"});
  ASSERT_TRUE(inbox_.take_event<Subscribed>());
  const auto message = inbox_.take_event<MessageArrived>();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->topic, "message");
  const auto acknowledged = inbox_.take_event<MessageArrived>();
  ASSERT_TRUE(acknowledged);
  EXPECT_EQ(acknowledged->topic, "acknowledged");
}

INSTANTIATE_TEST_SUITE_P(, SessionAnswers, each_engine_and_version(), name_of);
INSTANTIATE_TEST_SUITE_P(, SessionAnswersOfMqtt5,
                         testing::Combine(testing::ValuesIn(engines()),
                                          testing::Values(ProtocolVersion::kMqtt5)),
                         name_of);

}  // namespace
}  // namespace shadowsim::mqtt
