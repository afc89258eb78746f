#include "sim/endpoint/broker_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::endpoint {
namespace {

using testing::HasSubstr;
using testing::Not;

class RefuseBrokerConfig : public testing::TestWithParam<const char*> {};

TEST_P(RefuseBrokerConfig, WhoseValueWouldNotBeReadBackAsItIs) {
  for (const bool in_option : {true, false}) {
    BrokerConfig config{.port = 1883};
    if (in_option)
      config.plugin_options = {{"policy", GetParam()}};
    else
      config.plugin = GetParam();
    const auto text = to_text(config);
    ASSERT_TRUE(text.has_error());
    EXPECT_EQ(text.error().kind, ErrorKind::kUsage);
  }
}

INSTANTIATE_TEST_SUITE_P(, RefuseBrokerConfig,
                         testing::Values("a\nuser root", "a\rb", "\ta", " a", "a "));

TEST(BrokerConfig, TakesPacketsAsLargeAsAwsDoes) {
  EXPECT_THAT(to_text({.port = 1884}).value(), HasSubstr("\nmax_packet_size 149504\n"));
}

TEST(BrokerConfig, ListensOnLoopbackOnly) {
  const auto text = to_text({.port = 1884}).value();
  EXPECT_THAT(text, HasSubstr("\nlistener 1884 127.0.0.1\n"));
  EXPECT_THAT(text, Not(HasSubstr("protocol websockets")));
  EXPECT_THAT(text, Not(HasSubstr("certfile")));
}

TEST(BrokerConfig, ListensOnAUnixDomainSocketInPlaceOfThePort) {
  BrokerConfig config{.port = 1884, .local_socket = "/tmp/x/broker", .qos_most = std::uint8_t{1}};
  const auto text = to_text(config).value();
  EXPECT_THAT(text, HasSubstr("\nlistener 0 /tmp/x/broker\nmax_qos 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("listener 1884")));
  EXPECT_THAT(text, Not(HasSubstr("tcp_nodelay"))) << "mosquitto would warn of each client";
  config.web_socket_port = std::uint16_t{3};
  EXPECT_THAT(to_text(config).value(), HasSubstr("\nset_tcp_nodelay true\n"));
}

TEST(BrokerConfig, SwitchesNaglesAlgorithmOffAndKeepsNothing) {
  const auto text = to_text({.port = 1884}).value();
  EXPECT_THAT(text, HasSubstr("\nset_tcp_nodelay true\n"));
  EXPECT_THAT(text, HasSubstr("\npersistence false\n"));
}

TEST(BrokerConfig, StaysRootWhereItIsRootSoThatItDiesWithItsParent) {
  EXPECT_THAT(to_text({.port = 1, .is_root = true}).value(), HasSubstr("\nuser root\n"));
  EXPECT_THAT(to_text({.port = 1, .is_root = false}).value(), Not(HasSubstr("user ")));
}

TEST(BrokerConfig, GivesThePluginItsOptions) {
  const auto text = to_text({.port = 1,
                             .plugin = "/opt/my plugin.so",
                             .plugin_options = {{"ready_fd", "7"}, {"policy", "a=b c"}}})
                        .value();
  EXPECT_THAT(text, HasSubstr("\nplugin /opt/my plugin.so\n"
                              "plugin_opt_ready_fd 7\n"
                              "plugin_opt_policy a=b c\n"));
}

TEST(BrokerConfig, HasAListenerForTlsAndOnesForWebSocketsWhereAsked) {
  const auto text =
      to_text({.port = 1,
               .tls = TlsListener{2, "server.pem", "server.key", "ca.pem", true},
               .web_socket_port = std::uint16_t{3},
               .secure_web_socket = TlsListener{4, "s.pem", "s.key", "ca.pem", false}})
          .value();
  EXPECT_THAT(text, HasSubstr("\nlistener 2 127.0.0.1\n"
                              "certfile server.pem\n"
                              "keyfile server.key\n"
                              "cafile ca.pem\n"
                              "require_certificate true\n"));
  EXPECT_THAT(text, HasSubstr("\nlistener 3 127.0.0.1\nprotocol websockets\n"));
  EXPECT_THAT(text, HasSubstr("\nlistener 4 127.0.0.1\n"
                              "certfile s.pem\n"
                              "keyfile s.key\n"
                              "cafile ca.pem\n"
                              "require_certificate false\n"
                              "protocol websockets\n"));
}

}  // namespace
}  // namespace shadowsim::endpoint
