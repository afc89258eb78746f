#include "sim/endpoint/broker_version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::endpoint {
namespace {

TEST(BrokerVersion, IsNoneWhereTheTextSaysNone) {
  EXPECT_EQ(version_in_help(""), "");
  EXPECT_EQ(version_in_help("Usage: something else\n"), "");
  EXPECT_EQ(version_in_help("mosquitto version "), "");
}

TEST(BrokerVersion, IsWhatTheHelpBeginsWith) {
  EXPECT_EQ(version_in_help("mosquitto version 2.0.11\n\nmosquitto is an MQTT broker.\n"),
            "2.0.11");
}

TEST(BrokerVersion, IsToldByTheInstalledOne) {
  EXPECT_THAT(installed_broker_version(), testing::ContainsRegex("^[0-9]+[.][0-9]+"));
}

}  // namespace
}  // namespace shadowsim::endpoint
