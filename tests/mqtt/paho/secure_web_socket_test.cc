// Paho's sessions over WebSockets over TLS: the same checks as session_tls_test.cc has for TLS.

#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/mqtt/paho/paho_session.h"
#include "tests/endpoint/tls_parties.h"
#include "tests/mqtt/inbox.h"
#include "tests/mqtt/refusal.h"

namespace shadowsim::mqtt {
namespace {

using endpoint::BrokerProcess;
using endpoint::TlsParties;

class SecureWebSocket : public testing::TestWithParam<ProtocolVersion> {
 protected:
  void connect(const TlsFiles& files) {
    endpoint::BrokerOptions options;
    options.config.secure_web_socket = parties_.listener();
    auto broker = BrokerProcess::start(options);
    ASSERT_TRUE(broker) << broker.error().message;
    broker_.emplace(*std::move(broker));
    factory_ = std::make_unique<paho::PahoSessionFactory>(
        Endpoint{Transport::kWebSocketTls, "127.0.0.1", broker_->secure_web_socket_port(), files,
                 ""},
        clock_);
    session_ =
        factory_->make({.id = SessionId{0}, .client_id = "light", .version = GetParam()}, inbox_);
    session_->connect();
  }

  void expect_refused() { expect_no_connection(inbox_); }

  TlsFiles mutual(const TlsParties& client, const TlsParties& trusted) const {
    return {client.client.certificate, client.client.private_key, trusted.authority.certificate()};
  }

  TlsParties parties_;
  TlsParties strangers_;
  SystemClock clock_;
  std::optional<BrokerProcess> broker_;
  Inbox inbox_;
  std::unique_ptr<paho::PahoSessionFactory> factory_;
  std::unique_ptr<Session> session_;
};

TEST_P(SecureWebSocket, RefusesAServerOfAnotherAuthority) {
  connect(mutual(parties_, strangers_));
  expect_refused();
}

TEST_P(SecureWebSocket, RefusesAServerOfAnotherName) {
  parties_.server = parties_.authority.issue_server("other", {"elsewhere"}).value();
  connect(mutual(parties_, parties_));
  expect_refused();
}

TEST_P(SecureWebSocket, IsRefusedWithoutTheCertificateThatTheServerRequires) {
  connect({"", "", parties_.authority.certificate()});
  expect_refused();
}

TEST_P(SecureWebSocket, IsRefusedWithACertificateOfAnotherAuthority) {
  connect(mutual(strangers_, parties_));
  expect_refused();
}

TEST_P(SecureWebSocket, CarriesMessagesBothWays) {
  connect(mutual(parties_, parties_));
  ASSERT_TRUE(inbox_.take_event<Connected>());
  session_->subscribe({"topic"});
  ASSERT_TRUE(inbox_.take_event<Subscribed>());
  session_->publish({1, "topic", "in secret", Qos::kAtLeastOnce});
  const auto message = inbox_.take_event<MessageArrived>();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->payload, "in secret");
}

INSTANTIATE_TEST_SUITE_P(, SecureWebSocket,
                         testing::Values(ProtocolVersion::kMqtt311, ProtocolVersion::kMqtt5),
                         [](const auto& version) {
                           return version.param == ProtocolVersion::kMqtt5 ? "Mqtt5" : "Mqtt311";
                         });

}  // namespace
}  // namespace shadowsim::mqtt
