#include "sim/endpoint/reach.h"

#include <chrono>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/certificates.h"
#include "sim/endpoint/loopback_port.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::endpoint {
namespace {

using namespace std::chrono_literals;
using mqtt::Endpoint;
using mqtt::TlsFiles;
using mqtt::Transport;
using testing::HasSubstr;
using testing::StartsWith;

WallTime now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// A broker with TLS that asks for clients' certificates, and an authority that it trusts.
class Reach : public testing::Test {
 protected:
  void SetUp() override {
    BrokerOptions options;
    options.config.tls =
        TlsListener{0, server_.certificate, server_.private_key, authority_.certificate(), true};
    auto broker = BrokerProcess::start(options);
    ASSERT_TRUE(broker.has_value()) << broker.error().message;
    broker_.emplace(*std::move(broker));
  }

  Endpoint tls_endpoint(TlsFiles files, std::string host = "127.0.0.1") const {
    return {Transport::kTls, std::move(host), broker_->tls_port(), std::move(files), ""};
  }

  TlsFiles good_files() const {
    return {client_.certificate, client_.private_key, authority_.certificate()};
  }

  TemporaryDirectory directory_;
  CertificateAuthority authority_ = CertificateAuthority::create(directory_.path(), now()).value();
  CertificateFiles server_ = authority_.issue_server("server", {"127.0.0.1"}).value();
  CertificateFiles client_ = authority_.issue_client("light").value();
  std::optional<BrokerProcess> broker_;
};

void expect_unreachable(const Endpoint& endpoint, const std::string& because) {
  const auto reached = check_reachable(endpoint, 5s);
  ASSERT_TRUE(reached.has_error()) << "expected: " << because;
  EXPECT_EQ(reached.error().kind, ErrorKind::kUnreachable);
  EXPECT_THAT(reached.error().message, StartsWith(mqtt::to_uri(endpoint) + ": "));
  EXPECT_THAT(reached.error().message, HasSubstr(because));
}

TEST_F(Reach, SaysWhenANameIsUnknown) {
  // Never resolves, by RFC 6761. Without a resolver the text differs, but it is DNS's all the same.
  expect_unreachable({Transport::kTcp, "light.invalid", 1883, {}, ""}, "DNS: light.invalid: ");
}

TEST_F(Reach, SaysWhenNobodyListens) {
  const auto free = LoopbackPort::reserve(0).value().number();
  expect_unreachable({Transport::kTcp, "127.0.0.1", free, {}, ""},
                     "TCP: 127.0.0.1 port " + std::to_string(free) + ": Connection refused");
}

TEST_F(Reach, SaysWhenTheServerIsNotTrusted) {
  const TemporaryDirectory elsewhere;
  const auto other = CertificateAuthority::create(elsewhere.path(), now()).value();
  TlsFiles files = good_files();
  files.ca_certificate = other.certificate();
  expect_unreachable(tls_endpoint(files), "TLS: the server's certificate is not trusted: ");
}

TEST_F(Reach, SaysWhenTheServerIsAnother) {
  expect_unreachable(tls_endpoint(good_files(), "localhost"),
                     "TLS: the server's certificate is not trusted: hostname mismatch");
}

TEST_F(Reach, SaysWhenTheClientIsNotTrusted) {
  const TemporaryDirectory elsewhere;
  auto other = CertificateAuthority::create(elsewhere.path(), now()).value();
  const auto stranger = other.issue_client("stranger").value();
  expect_unreachable(
      tls_endpoint({stranger.certificate, stranger.private_key, authority_.certificate()}),
      "TLS: ");
}

TEST_F(Reach, SaysWhenTheServerSpeaksNoTls) {
  Endpoint endpoint = tls_endpoint(good_files());
  endpoint.port = broker_->port();
  expect_unreachable(endpoint, "TLS: ");
}

TEST_F(Reach, IsFineWithAServerThatIsThere) {
  const auto plain = check_reachable({Transport::kTcp, "localhost", broker_->port(), {}, ""}, 5s);
  EXPECT_TRUE(plain.has_value()) << plain.error().message;
  const auto tls = check_reachable(tls_endpoint(good_files()), 5s);
  EXPECT_TRUE(tls.has_value()) << tls.error().message;
}

TEST_F(Reach, NamesTheFileThatIsMissingOrWrong) {
  const std::string garbage = directory_.file("garbage.pem");
  std::ofstream{garbage} << "not a certificate\n";
  const auto other_key = authority_.issue_client("other").value().private_key;
  const TlsFiles good = good_files();
  struct {
    TlsFiles files;
    std::string because;
  } const cases[] = {
      {{"/no/light.pem", good.private_key, good.ca_certificate},
       "certificate file /no/light.pem: No such file or directory"},
      {{good.certificate, "/no/light.key", ""}, "private key file /no/light.key: "},
      {{"", "", "/no/ca.pem"}, "CA certificate file /no/ca.pem: "},
      {{"", "", garbage}, "CA certificate file " + garbage},
      {{garbage, good.private_key, ""}, "certificate file " + garbage},
      {{good.certificate, other_key, ""}, "private key file " + other_key},
  };
  for (const auto& [files, because] : cases) {
    const auto checked = check_tls_files(files);
    ASSERT_TRUE(checked.has_error()) << because;
    EXPECT_EQ(checked.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(checked.error().message, StartsWith(because));
    EXPECT_EQ(check_reachable(tls_endpoint(files), 5s).error(), checked.error());
  }
}

}  // namespace
}  // namespace shadowsim::endpoint
