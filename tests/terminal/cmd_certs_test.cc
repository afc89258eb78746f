#include "sim/terminal/cmd_certs.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"
#include "tests/process/process.h"

namespace shadowsim::terminal {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class CertsCommandTest : public testing::Test {
 protected:
  // A scenario of three lights whose fleet has this key, too.
  std::string scenario(const std::string& key) const {
    const std::string file = directory_.file("lamps.yaml");
    std::ofstream{file} << fmt::format(
        "shadowsim: 1\n"
        "fleet: {{lights: 3, connect_rate: 1000/s, connect_timeout: 3s, answer_timeout: 3s, {}}}\n"
        "apps: {{sessions: 2}}\n"
        "drain: 2s\n"
        "timeline: [{{churn: {{for: 1s, desired: {{rate: 20/s, values: {{on: toggle}}}}}}}}]\n",
        key);
    return file;
  }

  bool is_there(const std::string& name) const { return fs::exists(directory_.file(name)); }

  static process::Ended shadowsim(const std::vector<std::string>& arguments) {
    return process::run(SHADOWSIM_PROGRAM, arguments);
  }

  endpoint::TemporaryDirectory directory_;
};

TEST_F(CertsCommandTest, HasToBeToldWhereWhereTheScenarioDoesNotSay) {
  const auto ended = shadowsim({"certs", scenario("qos: 1")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("has no fleet.certificates that say where they belong"));
}

TEST_F(CertsCommandTest, SaysWhereAScenarioIsWrong) {
  const auto ended = shadowsim({"certs", "no-such-file.yaml", "--out", directory_.file("c")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, StartsWith("no-such-file.yaml: "));
}

TEST_F(CertsCommandTest, ThatCannotWriteSaysWhichFile) {
  const auto ended = shadowsim({"certs", scenario("qos: 1"), "--out", "/dev/null/certs"});
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(ended.err, HasSubstr("/dev/null/certs"));
}

TEST_F(CertsCommandTest, MakesWhatTheScenarioNames) {
  const std::string file = scenario("certificates: {key: 'certs/private/{thing}.key'}");
  const auto ended = shadowsim({"certs", file});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, StartsWith("6 certificates with their keys made in "));
  for (const char* name : {"certs/ca.pem", "certs/server.key", "certs/client.pem",
                           "certs/light-0002.pem", "certs/private/light-0002.key"})
    EXPECT_TRUE(is_there(name)) << name;
  const auto again = shadowsim({"certs", file, "--lights", "5"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("2 certificates with their keys made in"));
  EXPECT_THAT(again.out, HasSubstr(", 6 were there: 5 lights"));
}

TEST_F(CertsCommandTest, PutsThemElsewhereAndSaysWhereTheScenarioLooks) {
  const std::string file = scenario("certificates: {}");
  const auto elsewhere = shadowsim({"certs", file, "--out", directory_.file("other")});
  EXPECT_EQ(elsewhere.exit_code, 0) << elsewhere.err;
  EXPECT_TRUE(is_there("other/light-0000.pem"));
  EXPECT_FALSE(is_there("certs"));
  EXPECT_THAT(elsewhere.out, HasSubstr(file + " looks for them in " + directory_.file("certs")));
  const auto there = shadowsim({"certs", file, "--out", directory_.file("certs")});
  EXPECT_EQ(there.exit_code, 0) << there.err;
  EXPECT_TRUE(is_there("certs/light-0000.pem"));
  EXPECT_THAT(there.out, testing::Not(HasSubstr("looks for them")));
}

TEST_F(CertsCommandTest, TellsAScenarioWithoutThemWhatToSay) {
  const auto ended = shadowsim({"certs", scenario("qos: 1"), "--out", directory_.file("c")});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_TRUE(is_there("c/light-0000.pem"));
  EXPECT_TRUE(is_there("c/app-1.key"));
  EXPECT_THAT(ended.out, HasSubstr(R"(certificates: {certificate: "c/{thing}.pem")"));
}

TEST_F(CertsCommandTest, WithoutItACheckWarnsAndARunIsRefused) {
  const std::string file = scenario("certificates: {}");
  const auto checked = shadowsim({"check", file});
  EXPECT_EQ(checked.exit_code, 0);
  EXPECT_THAT(checked.err, HasSubstr("11 of 11 certificate files are missing, first"));
  EXPECT_THAT(checked.err, HasSubstr("'shadowsim certs " + file + "'"));
  const auto refused = shadowsim({"run", file, "--quiet", "--out", directory_.file("result")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("11 of 11 certificate files are missing"));
  EXPECT_FALSE(is_there("result"));
}

TEST_F(CertsCommandTest, WithItAFleetIsInSyncOverTlsWithEitherClientAndWithWorkers) {
  const std::string file = scenario("certificates: {}");
  ASSERT_EQ(shadowsim({"certs", file}).exit_code, 0);
  EXPECT_EQ(shadowsim({"check", file}).err, "");
  const std::vector<std::vector<std::string>> ways{
      {"--client", "paho"}, {"--client", "mosquitto"}, {"--workers", "2"}};
  for (const auto& way : ways) {
    std::vector<std::string> arguments{
        "run",   file,
        "--set", "thresholds=[final_check.in_sync == 3, changes.unconverged == 0]",
        "--out", directory_.file(way.back())};
    arguments.insert(arguments.end(), way.begin(), way.end());
    const auto ended = shadowsim(arguments);
    EXPECT_EQ(ended.exit_code, 0) << way.back() << ended.err << ended.out;
    std::ifstream summary{directory_.file(way.back() + "/summary.json")};
    const std::string text{std::istreambuf_iterator<char>{summary}, {}};
    EXPECT_THAT(text, HasSubstr("mqtts://127.0.0.1:"));
    EXPECT_THAT(text, testing::ContainsRegex("\"tls\": ?true"));
  }
}

TEST_F(CertsCommandTest, ALightOfAnotherAuthorityIsRefused) {
  const std::string file = scenario("certificates: {}");
  ASSERT_EQ(shadowsim({"certs", file}).exit_code, 0);
  ASSERT_EQ(shadowsim({"certs", file, "--out", directory_.file("other")}).exit_code, 0);
  for (const char* name : {"light-0001.pem", "light-0001.key"})
    fs::rename(directory_.file(std::string{"other/"} + name),
               directory_.file(std::string{"certs/"} + name));
  const auto ended =
      shadowsim({"run", file, "--client", "mosquitto", "--set",
                 "thresholds=[final_check.in_sync == 2, final_check.unreachable == 1]", "--out",
                 directory_.file("result")});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
}

// Lights may connect as the thing of their certificate only; apps may do all.
TEST_F(CertsCommandTest, TheEmbeddedEndpointAttachesPoliciesToTheThingsOfTheCertificates) {
  const std::string file = scenario("client_id: '{thing}', certificates: {}");
  std::ofstream{file, std::ios::app}
      << "endpoint: {policy: ['light-*=light.json', client=app.json]}\n";
  std::ofstream{directory_.file("light.json")} << R"({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "iot:Connect",
     "Resource": "arn:aws:iot:us-east-1:123456789012:client/${iot:Connection.Thing.ThingName}"},
    {"Effect": "Allow", "NotAction": "iot:Connect", "Resource": "*"}]})";
  std::ofstream{directory_.file("app.json")} << R"({"Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})";
  ASSERT_EQ(shadowsim({"certs", file}).exit_code, 0);
  const auto run = [&](const std::string& threshold, const std::string& out) {
    return shadowsim({"run", file, "--client", "mosquitto", "--set",
                      "thresholds=[" + threshold + "]", "--out", directory_.file(out)});
  };
  const auto all = run("final_check.in_sync == 3, connections.refused == 0", "all");
  EXPECT_EQ(all.exit_code, 0) << all.err << all.out;
  for (const char* ending : {".pem", ".key"})
    fs::copy_file(directory_.file("certs/light-0002") + ending,
                  directory_.file("certs/light-0001") + ending,
                  fs::copy_options::overwrite_existing);
  const auto two = run("final_check.in_sync == 2, final_check.unreachable == 1", "two");
  EXPECT_EQ(two.exit_code, 0) << two.err << two.out;
}

}  // namespace
}  // namespace shadowsim::terminal
