// A fleet with a certificate for each light, at an endpoint that asks for them and gives lights another
// policy than apps.

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"
#include "tests/serve/serve_process.h"

namespace shadowsim {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr int kLights = 200;

constexpr const char* kScenario = R"(shadowsim: 1
fleet:
  lights: 200
  client_id: "{thing}"
  connect_rate: 200/s
  answer_timeout: 3s
  certificates: {}
apps: {sessions: 2}
drain: 2s
timeline: [{churn: {for: 1s, desired: {rate: 40/s, values: {on: toggle}}}}]
)";

// Every light may be itself, and speak of its own shadow only.
constexpr const char* kLightPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect",
   "Resource": "arn:aws:iot:us-east-1:123456789012:client/${iot:Connection.Thing.ThingName}",
   "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}},
  {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource":
   "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/${iot:Certificate.Subject.CommonName}/shadow/*"},
  {"Effect": "Allow", "Action": "iot:Subscribe", "Resource":
   "arn:aws:iot:us-east-1:123456789012:topicfilter/$aws/things/${iot:Connection.Thing.ThingName}/shadow/*"}
]})";

constexpr const char* kAppPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect",
   "Resource": "arn:aws:iot:us-east-1:123456789012:client/test-app-*"},
  {"Effect": "Allow", "Action": "iot:Publish",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/light-*/shadow/update"}
]})";

class FleetWithCertificates : public testing::Test {
 protected:
  FleetWithCertificates() {
    std::ofstream{directory_.file("lamps.yaml")} << kScenario;
    std::ofstream{directory_.file("light.json")} << kLightPolicy;
    std::ofstream{directory_.file("app.json")} << kAppPolicy;
    const auto made =
        process::run(SHADOWSIM_PROGRAM, {"certs", directory_.file("lamps.yaml"), "--out", certs()});
    EXPECT_EQ(made.exit_code, 0) << made.err;
  }

  std::string certs() const { return directory_.file("certs"); }

  std::vector<std::string> serve_options() const {
    return {"--tls-port", "0",
            "--certs",    certs(),
            "--policy",   "light-*=" + directory_.file("light.json"),
            "--policy",   "client=" + directory_.file("app.json"),
            "--verbose"};
  }

  process::Ended run(ServeProcess& serve, const std::string& thresholds) const {
    serve.wait_for_port();
    const auto port = port_after(serve.errors(), "mqtts://127.0.0.1:");
    return process::run(SHADOWSIM_PROGRAM, {"run", directory_.file("lamps.yaml"), "--endpoint",
                                            fmt::format("mqtts://127.0.0.1:{}", port), "--client",
                                            "mosquitto", "--set", "thresholds=[" + thresholds + "]",
                                            "--out", directory_.file("result")});
  }

  endpoint::TemporaryDirectory directory_;
};

TEST_F(FleetWithCertificates, IsInSyncUnderPoliciesThatKnowEachLight) {
  ServeProcess serve{serve_options()};
  const auto ended = run(serve, fmt::format("final_check.in_sync == {}, changes.unconverged == 0, "
                                            "connections.refused == 0",
                                            kLights));
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(serve.errors(), Not(HasSubstr("refused")));
}

TEST_F(FleetWithCertificates, KeepsOutALightWithTheCertificateOfAnotherThing) {
  for (const char* ending : {".pem", ".key"})
    fs::copy_file(certs() + "/light-0002" + ending, certs() + "/light-0001" + ending,
                  fs::copy_options::overwrite_existing);
  ServeProcess serve{serve_options()};
  const auto ended = run(serve, fmt::format("final_check.in_sync == {}, "
                                            "final_check.unreachable == 1",
                                            kLights - 1));
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_THAT(serve.errors(), HasSubstr("refused light-0001: CONNACK 0x87: iot:Connect on "
                                        "arn:aws:iot:us-east-1:123456789012:client/light-0001"));
}

}  // namespace
}  // namespace shadowsim
