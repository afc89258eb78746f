#include "sim/scenario/certificate_reading.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/scenario/reading.h"

namespace shadowsim::scenario {
namespace {

std::string with_certificates(std::string_view fleet, std::string_view apps = "sessions: 2") {
  return fmt::format(
      "shadowsim: 1\nfleet: {{lights: 3, {}}}\napps: {{{}}}\ntimeline: [{{pause: 1s}}]\n", fleet,
      apps);
}

struct Bad {
  const char* fleet;
  const char* apps;
  const char* problem;
};

class RefuseCertificates : public testing::TestWithParam<Bad> {};

TEST_P(RefuseCertificates, SaysWhereAndWhatIsAllowed) {
  EXPECT_EQ(problems_of(with_certificates(GetParam().fleet, GetParam().apps)), GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    , RefuseCertificates,
    testing::Values(
        Bad{"certificates: {certificate: c.pem}", "sessions: 2",
            "s.yaml:2:48: fleet.certificates.certificate gives all 3 lights the same file 'c.pem', "
            "it must hold {index} or {thing}"},
        Bad{"certificates: {key: 'keys/'}", "sessions: 2",
            "s.yaml:2:40: fleet.certificates.key names no file"},
        Bad{"certificates: {certificate: '{thing}', key: '{thing}'}", "sessions: 2",
            "s.yaml:2:64: fleet.certificates names '{thing}' for both certificate and key"},
        Bad{"certificates: {ca: ''}", "sessions: 2",
            "s.yaml:2:39: fleet.certificates.ca names no file"},
        Bad{"certificates: {}", "sessions: 2, certificates: {certificate: app.pem}",
            "s.yaml:3:49: apps.certificates.certificate gives all 2 sessions the same file "
            "'app.pem', it must hold {index}"},
        Bad{"qos: 1", "sessions: 2, certificates: {}",
            "s.yaml:3:21: apps.certificates go with fleet.certificates, which are not there"}));

TEST(ReadCertificates, LeavesEverybodyWithoutUnlessToldOtherwise) {
  const Scenario scenario = good(with_certificates("qos: 1"));
  EXPECT_FALSE(scenario.fleet.certificates);
  EXPECT_EQ(scenario.certificate(LightId{1}), CertificateFiles{});
  EXPECT_EQ(scenario.certificate(AppId{1}), CertificateFiles{});
}

TEST(ReadCertificates, GivesEachSessionItsOwnInTheFolderOfTheScenario) {
  const auto scenario = read_scenario_text(
      with_certificates("certificates: {key: '/keys/{index:2}'}", "sessions: 2, certificates: {}"),
      "fleets/lamps.yaml", {}, {});
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->certificate(LightId{1}),
            (CertificateFiles{"fleets/certs/light-0001.pem", "/keys/01"}));
  EXPECT_EQ(scenario->certificate(AppId{1}),
            (CertificateFiles{"fleets/certs/app-1.pem", "fleets/certs/app-1.key"}));
  EXPECT_EQ(scenario->path(scenario->fleet.ca_certificate), "fleets/certs/ca.pem");
}

TEST(ReadCertificates, TakesOneFileForOneLight) {
  Overrides one_light;
  one_light.lights = "1";
  const Scenario scenario =
      good(with_certificates("certificates: {certificate: c.pem, key: c.key}"), one_light);
  EXPECT_EQ(scenario.certificate(LightId{0}), (CertificateFiles{"c.pem", "c.key"}));
}

}  // namespace
}  // namespace shadowsim::scenario
