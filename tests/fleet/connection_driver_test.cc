#include "sim/fleet/connection_driver.h"

#include <gtest/gtest.h>

#include "tests/fleet/fake_sessions.h"

namespace shadowsim::fleet {
namespace {

using namespace std::chrono_literals;

class ConnectionDriverTest : public testing::Test {
 protected:
  FakeSession::Journal& journal() { return fake_.sessions.journals.at(0); }
  const measure::ConnectionTally& tally() const { return fake_.measurements.connections; }
  void on(mqtt::Event event) { driver_.on(fake_.delivery(std::move(event))); }

  FakeWorkplace fake_;
  int ups_ = 0;
  int downs_ = 0;
  bool perhaps_refused_ = false;
  ConnectionDriver driver_{fake_.workplace,
                           {},
                           Random{1},
                           {[this](TimePoint) { ++ups_; },
                            [this](TimePoint, bool perhaps_refused) {
                              ++downs_;
                              perhaps_refused_ = perhaps_refused;
                            }}};
};

TEST_F(ConnectionDriverTest, CountsAndTimesAConnect) {
  driver_.start();
  EXPECT_EQ(journal().connects, 1);
  fake_.time.run_for(7ms);
  on(mqtt::Connected{});
  EXPECT_EQ(ups_, 1);
  EXPECT_EQ(tally(), (measure::ConnectionTally{.attempted = 1, .established = 1, .peak = 1}));
  EXPECT_EQ(fake_.measurements.latencies.connect.max(), 7ms);
}

TEST_F(ConnectionDriverTest, TriesAgainAfterATransportFailureAndKeepsItsText) {
  driver_.start();
  on(mqtt::ConnectFailed{mqtt::ConnectStage::kTransport, mqtt::kUnspecifiedError, "no route"});
  EXPECT_EQ(driver_.last_failure(), "no connection: no route");
  fake_.time.run_for(10s - 1ms);
  EXPECT_EQ(journal().connects, 1);
  fake_.time.run_for(1s);
  EXPECT_EQ(journal().connects, 2);
  EXPECT_EQ(tally().refused, 1U);
}

struct Refusal {
  mqtt::ReasonCode code;
  bool gives_up;
};

class RefusedConnect : public ConnectionDriverTest, public testing::WithParamInterface<Refusal> {};

TEST_P(RefusedConnect, IsTriedAgainWhereTheRefusalMayPass) {
  driver_.start();
  on(mqtt::ConnectFailed{mqtt::ConnectStage::kConnack, GetParam().code, ""});
  EXPECT_EQ(driver_.has_given_up(), GetParam().gives_up);
  EXPECT_NE(driver_.last_failure().find(mqtt::to_text(GetParam().code)), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(, RefusedConnect,
                         testing::Values(Refusal{0x97, false}, Refusal{0x88, false},
                                         Refusal{0x89, false}, Refusal{0x9F, false},
                                         Refusal{0x87, true}, Refusal{0x85, true},
                                         Refusal{0x86, true}));

TEST_F(ConnectionDriverTest, CountsALossAndTheComingBack) {
  driver_.start();
  on(mqtt::Connected{});
  fake_.time.run_for(30s);
  on(mqtt::ConnectionLost{"gone"});
  EXPECT_EQ(downs_, 1);
  EXPECT_EQ(fake_.measurements.connected, 0U);
  fake_.time.run_for(1s);
  on(mqtt::Connected{});
  EXPECT_EQ(tally(),
            (measure::ConnectionTally{
                .attempted = 2, .established = 2, .lost = 1, .reconnected = 1, .peak = 1}));
}

TEST_F(ConnectionDriverTest, CountsWhatItSawOfRefusals) {
  const auto fail = [&](mqtt::ConnectStage stage, mqtt::ReasonCode code) {
    on(mqtt::ConnectFailed{stage, code, ""});
    fake_.time.run_for(20min);
  };
  driver_.start();
  fail(mqtt::ConnectStage::kConnack, mqtt::kQuotaExceeded);
  fail(mqtt::ConnectStage::kTransport, mqtt::kUnspecifiedError);
  fail(mqtt::ConnectStage::kTimeout, mqtt::kUnspecifiedError);
  on(mqtt::Connected{});
  on(mqtt::ConnectionLost{"", mqtt::ReasonCode{0x8E}});
  fake_.time.run_for(20min);
  on(mqtt::Connected{});
  on(mqtt::ConnectionLost{});
  using Codes = measure::RefusalsSeen::Codes;
  const auto& seen = fake_.measurements.refusals_seen;
  EXPECT_EQ(seen.codes(measure::RefusalKind::kConnect),
            (Codes{{"0x97", 1}, {"close", 1}, {"timeout", 1}}));
  EXPECT_EQ(seen.codes(measure::RefusalKind::kDisconnect), (Codes{{"0x8E", 1}, {"close", 1}}));
}

TEST_F(ConnectionDriverTest, AnEndThatWeAskedForIsNoRefusal) {
  driver_.start();
  on(mqtt::Connected{});
  driver_.stop();
  on(mqtt::ConnectionLost{});
  EXPECT_EQ(fake_.measurements.refusals_seen.total(), 0U);
}

// Whether the end of a connection may be the server's answer to what was said over it.
struct End {
  const char* name;
  mqtt::ProtocolVersion version;
  std::optional<mqtt::ReasonCode> code;
  bool perhaps_refused;
};

TEST_F(ConnectionDriverTest, KnowsWhichEndsMayBeRefusals) {
  using mqtt::ProtocolVersion;
  for (const End& end :
       {End{"MQTT 3.1.1 has no word for it", ProtocolVersion::kMqtt311, {}, true},
        End{"MQTT 5 would have said so", ProtocolVersion::kMqtt5, {}, false},
        End{"a quota", ProtocolVersion::kMqtt5, mqtt::kQuotaExceeded, false},
        End{"a restart", ProtocolVersion::kMqtt5, mqtt::ReasonCode{0x8B}, false},
        End{"a topic name", ProtocolVersion::kMqtt5, mqtt::ReasonCode{0x90}, true},
        End{"a packet's size", ProtocolVersion::kMqtt5, mqtt::ReasonCode{0x95}, true}}) {
    FakeWorkplace fake;
    std::optional<bool> told;
    mqtt::SessionOptions options;
    options.version = end.version;
    ConnectionDriver driver{
        fake.workplace,
        options,
        Random{1},
        {[](TimePoint) {}, [&](TimePoint, bool perhaps_refused) { told = perhaps_refused; }}};
    driver.start();
    driver.on(fake.delivery(mqtt::Connected{}));
    driver.on(fake.delivery(mqtt::ConnectionLost{"", end.code}));
    EXPECT_EQ(told, end.perhaps_refused) << end.name;
  }
}

TEST_F(ConnectionDriverTest, AStopDisconnectsAndLeavesNothingArmed) {
  driver_.start();
  on(mqtt::Connected{});
  driver_.stop();
  EXPECT_EQ(journal().disconnects, 1);
  on(mqtt::Disconnected{});
  EXPECT_TRUE(driver_.is_idle());
  EXPECT_EQ(tally().lost, 0U);
  EXPECT_EQ(fake_.time.armed(), 0U);
}

TEST_F(ConnectionDriverTest, AStopWhileWaitingDisarmsTheRetry) {
  driver_.start();
  on(mqtt::ConnectFailed{});
  EXPECT_EQ(fake_.time.armed(), 1U);
  driver_.stop();
  EXPECT_EQ(fake_.time.armed(), 0U);
}

}  // namespace
}  // namespace shadowsim::fleet
