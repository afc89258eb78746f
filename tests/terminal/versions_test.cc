#include "sim/terminal/versions.h"

#include <regex>

#include <gtest/gtest.h>

#include "sim/terminal/version.h"

namespace shadowsim::terminal {
namespace {

class Version : public testing::TestWithParam<const char*> {};

TEST_P(Version, IsToldOnALineOfItsOwn) {
  const std::regex line{"(^|\n)" + std::string{GetParam()} + "(\n|$)"};
  EXPECT_TRUE(std::regex_search(versions_text(), line)) << versions_text();
}

INSTANTIATE_TEST_SUITE_P(
    , Version,
    testing::Values(R"(shadowsim \d+\.\d+\.\d+)", R"(Paho C\+\+ 1\.\d+, C 1\.\d+\.\d+)",
                    R"(libmosquitto 2\.\d+\.\d+)", R"(OpenSSL 3\.\d+\.\d+)", R"(Boost 1\.\d+\.\d+)",
                    R"(CLI11 \d+\.\d+\.\d+)", R"(fmt \d+\.\d+\.\d+)", R"(RapidJSON \d+\.\d+\.\d+)",
                    R"(SQLite 3\.\d+\.\d+)", R"(yaml-cpp \d+\.\d+\.\d+)",
                    R"(Chart\.js \d+\.\d+\.\d+)", R"(broker: mosquitto 2\.\d+\.\d+)"));

TEST(Versions, BeginWithTheProgramsOwn) {
  EXPECT_EQ(versions_text().rfind(std::string{"shadowsim "} + kVersion + "\n", 0), 0U);
}

}  // namespace
}  // namespace shadowsim::terminal
