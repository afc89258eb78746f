// What a session does with TLS, with certificates that the test makes.

#include <optional>

#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/certificates.h"
#include "tests/endpoint/temporary_directory.h"
#include "tests/mqtt/engines.h"
#include "tests/mqtt/inbox.h"
#include "tests/mqtt/refusal.h"

namespace shadowsim::mqtt {
namespace {

using endpoint::BrokerOptions;
using endpoint::BrokerProcess;
using endpoint::CertificateAuthority;
using endpoint::CertificateFiles;
using endpoint::TemporaryDirectory;

class SessionOverTls : public testing::TestWithParam<Engine> {
 protected:
  void start_broker(bool requires_certificate) {
    BrokerOptions options;
    options.config.tls = endpoint::TlsListener{0, server_.certificate, server_.private_key,
                                               authority_.certificate(), requires_certificate};
    auto broker = BrokerProcess::start(options);
    ASSERT_TRUE(broker.has_value()) << broker.error().message;
    broker_.emplace(*std::move(broker));
  }

  void connect(const TlsFiles& files, const std::string& host = "127.0.0.1") {
    const auto factory =
        GetParam().make({Transport::kTls, host, broker_->tls_port(), files, ""}, clock_, inbox_);
    session_ = factory->make({SessionId{0}, "light"}, inbox_);
    session_->connect();
  }

  // The same for a session with a certificate of its own.
  void connect_as(const CertificateFiles& own, const TlsFiles& files) {
    const auto factory = GetParam().make(
        {Transport::kTls, "127.0.0.1", broker_->tls_port(), files, ""}, clock_, inbox_);
    session_ =
        factory->make({.id = SessionId{0}, .client_id = "light", .certificate = own}, inbox_);
    session_->connect();
  }

  void expect_round_trip() {
    ASSERT_TRUE(inbox_.take_event<Connected>());
    session_->subscribe({"topic"});
    ASSERT_TRUE(inbox_.take_event<Subscribed>());
    session_->publish({1, "topic", "in secret", Qos::kAtLeastOnce});
    const auto message = inbox_.take_event<MessageArrived>();
    ASSERT_TRUE(message);
    EXPECT_EQ(message->payload, "in secret");
  }

  void expect_refused() { expect_no_connection(inbox_); }

  TlsFiles trusting() const { return {"", "", authority_.certificate()}; }

  TlsFiles mutual(const CertificateFiles& client) const {
    return {client.certificate, client.private_key, authority_.certificate()};
  }

  SystemClock clock_;
  TemporaryDirectory directory_;
  TemporaryDirectory elsewhere_;
  CertificateAuthority authority_ =
      CertificateAuthority::create(directory_.path(), clock_.wall_now()).value();
  CertificateAuthority stranger_ =
      CertificateAuthority::create(elsewhere_.path(), clock_.wall_now()).value();
  CertificateFiles server_ = authority_.issue_server("server", {"127.0.0.1"}).value();
  std::optional<BrokerProcess> broker_;
  Inbox inbox_;
  std::unique_ptr<Session> session_;
};

TEST_P(SessionOverTls, RefusesAServerOfAnotherAuthority) {
  start_broker(false);
  connect({"", "", stranger_.certificate()});
  expect_refused();
}

TEST_P(SessionOverTls, RefusesAServerOfAnotherName) {
  start_broker(false);
  connect(trusting(), "localhost");
  expect_refused();
}

TEST_P(SessionOverTls, FailsWhereAFileIsMissing) {
  start_broker(false);
  connect({"", "", directory_.file("no-such.pem")});
  expect_refused();
}

TEST_P(SessionOverTls, IsRefusedWithoutTheCertificateThatTheServerRequires) {
  start_broker(true);
  connect(trusting());
  expect_refused();
}

TEST_P(SessionOverTls, IsRefusedWithACertificateOfAnotherAuthority) {
  start_broker(true);
  connect(mutual(stranger_.issue_client("light").value()));
  expect_refused();
}

TEST_P(SessionOverTls, WorksWithAServersCertificateAlone) {
  start_broker(false);
  connect(trusting());
  expect_round_trip();
}

TEST_P(SessionOverTls, WorksWithCertificatesOfBothSides) {
  start_broker(true);
  connect(mutual(authority_.issue_client("light").value()));
  expect_round_trip();
}

TEST_P(SessionOverTls, FailsWhereItsOwnCertificateIsMissing) {
  start_broker(true);
  connect_as({directory_.file("no-such.pem"), directory_.file("no-such.key")},
             mutual(authority_.issue_client("light").value()));
  expect_refused();
}

TEST_P(SessionOverTls, FailsWhereItsKeyIsNotThatOfItsCertificate) {
  start_broker(true);
  const CertificateFiles light = authority_.issue_client("light").value();
  connect_as({light.certificate, authority_.issue_client("other").value().private_key},
             mutual(light));
  expect_refused();
}

TEST_P(SessionOverTls, ShowsItsOwnCertificateInPlaceOfTheEndpoints) {
  start_broker(true);
  connect_as(stranger_.issue_client("light").value(),
             mutual(authority_.issue_client("all").value()));
  expect_refused();
}

TEST_P(SessionOverTls, WorksWithItsOwnCertificateAgainAndAgain) {
  start_broker(true);
  connect_as(authority_.issue_client("light").value(), trusting());
  expect_round_trip();
  session_->disconnect();
  ASSERT_TRUE(inbox_.take_event<Disconnected>());
  session_->connect();
  expect_round_trip();
}

INSTANTIATE_TEST_SUITE_P(, SessionOverTls, testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace shadowsim::mqtt
