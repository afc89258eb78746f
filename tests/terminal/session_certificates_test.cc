#include "sim/terminal/session_certificates.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/scenario_reader.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::terminal {
namespace {

using testing::HasSubstr;

scenario::Scenario fleet_of_two(const std::string& fleet, const std::string& file,
                                const std::string& apps = "") {
  const auto read = scenario::read_scenario_text("shadowsim: 1\nfleet: {lights: 2, " + fleet +
                                                     "}\napps: {sessions: 2, " + apps +
                                                     "}\ntimeline: [{pause: 1s}]\n",
                                                 file, {}, {});
  EXPECT_TRUE(read.has_value()) << (read.has_error() ? read.error().message : "");
  return read.value();
}

void touch(const CertificateFiles& pair) {
  std::ofstream{pair.certificate} << "x";
  std::ofstream{pair.private_key} << "x";
}

const mqtt::Endpoint kAws{.transport = mqtt::Transport::kTls,
                          .host = "example.com",
                          .port = 8883,
                          .tls = {"", "", "root.pem"},
                          .alpn = ""};

TEST(CheckCertificates, FindsNothingMissingWhereNoneAreAskedFor) {
  EXPECT_TRUE(check_certificates(fleet_of_two("qos: 1", "s.yaml"), {}, std::nullopt));
  mqtt::Endpoint plain = kAws;
  plain.transport = mqtt::Transport::kTcp;
  EXPECT_TRUE(check_certificates(fleet_of_two("certificates: {}", "s.yaml"), {}, plain));
}

TEST(CheckCertificates, SaysHowManyAreMissingAndHowToMakeThem) {
  const auto checked =
      check_certificates(fleet_of_two("certificates: {}", "no/s.yaml"), {}, std::nullopt);
  ASSERT_TRUE(checked.has_error());
  EXPECT_EQ(checked.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(checked.error().message,
            "9 of 9 certificate files are missing, first no/certs/ca.pem; 'shadowsim certs "
            "no/s.yaml' makes them for an endpoint on this machine");
}

TEST(CheckCertificates, LooksForThoseOfTheShardAndTheEndpointOnly) {
  const endpoint::TemporaryDirectory directory;
  const auto scenario = fleet_of_two(
      "certificates: {certificate: '{thing}.pem', key: '{thing}.key'}", directory.file("s.yaml"));
  touch(scenario.certificate(LightId{1}));
  mqtt::Endpoint endpoint = kAws;
  endpoint.tls.ca_certificate = scenario.certificate(LightId{1}).certificate;
  EXPECT_TRUE(check_certificates(scenario, {1, 2}, endpoint).has_value());
  EXPECT_THAT(
      check_certificates(scenario, {0, 2}, endpoint).error().message,
      HasSubstr("2 of 3 certificate files are missing, first " + directory.file("light-0000.pem")));
}

TEST(SharedTls, IsThatOfTheFirstAppOrElseOneForAll) {
  EXPECT_EQ(shared_tls(fleet_of_two("certificates: {ca: /c/root.pem}", "f/s.yaml")),
            (mqtt::TlsFiles{"/c/client.pem", "/c/client.key", "/c/root.pem"}));
  EXPECT_EQ(shared_tls(fleet_of_two("certificates: {}", "f/s.yaml", "certificates: {}")),
            (mqtt::TlsFiles{"f/certs/app-0.pem", "f/certs/app-0.key", "f/certs/ca.pem"}));
}

TEST(OwnTls, IsThereWhereTheFleetHasCertificates) {
  EXPECT_FALSE(own_tls(fleet_of_two("qos: 1", "s.yaml")));
  const auto own = own_tls(fleet_of_two("certificates: {}", "s.yaml"));
  ASSERT_TRUE(own);
  EXPECT_EQ(own->server, (CertificateFiles{"certs/server.pem", "certs/server.key"}));
}

TEST(CertificatesOf, NamesEachSessionForWhoItIs) {
  const auto set = certificates_of(fleet_of_two("certificates: {}", "s.yaml", "certificates: {}"));
  EXPECT_EQ(set.authority, (CertificateFiles{"certs/ca.pem", "certs/ca.key"}));
  std::string names;
  for (const auto& client : set.clients)
    names += client.name + ' ' + client.files.certificate + '\n';
  EXPECT_EQ(names,
            "client certs/client.pem\n"
            "test-app-0 certs/app-0.pem\n"
            "test-app-1 certs/app-1.pem\n"
            "light-0000 certs/light-0000.pem\n"
            "light-0001 certs/light-0001.pem\n");
}

TEST(FolderOfCertificates, IsWhatAllNamesHaveInCommon) {
  const auto folder = [](const std::string& certificates, const std::string& apps = "") {
    return folder_of_certificates(
        fleet_of_two("certificates: {" + certificates + "}", "/f/s.yaml", apps));
  };
  EXPECT_EQ(folder(""), "/f/certs");
  EXPECT_EQ(folder("certificate: 'certs/{thing}/own.pem'"), "/f/certs");
  EXPECT_EQ(folder("key: 'private/{thing}.key'"), "/f");
  EXPECT_EQ(folder("ca: certs/root/ca.pem"), "/f/certs");
  EXPECT_EQ(folder("", "certificates: {key: '../{index}.key'}"), "/");
  EXPECT_EQ(folder_of_certificates(fleet_of_two("certificates: {}", "s.yaml")),
            std::filesystem::current_path() / "certs");
  EXPECT_EQ(
      folder_of_certificates(fleet_of_two(
          "certificates: {certificate: '{thing}.pem', key: 'a{index}', ca: ca.pem}", "s.yaml")),
      std::filesystem::current_path());
}

}  // namespace
}  // namespace shadowsim::terminal
