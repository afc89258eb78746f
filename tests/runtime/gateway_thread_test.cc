#include "sim/runtime/gateway_thread.h"

#include <unistd.h>

#include <gtest/gtest.h>

#include "sim/endpoint/reach.h"
#include "sim/runtime/gateway_side.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

mqtt::Endpoint at_port(std::uint16_t port) {
  mqtt::Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = port;
  return endpoint;
}

TEST(GatewayThread, IsNotStartedOnAPortThatIsTaken) {
  const auto first = GatewayThread::start({});
  ASSERT_TRUE(first) << first.error().message;
  const auto second = GatewayThread::start({.port = (*first)->port()});
  ASSERT_TRUE(second.has_error());
  EXPECT_EQ(second.error().kind, ErrorKind::kSystem);
}

TEST(GatewayThread, ListensOnAThreadOfItsOwnUntilItIsStopped) {
  std::uint16_t port = 0;
  {
    const auto gateway = GatewayThread::start({});
    ASSERT_TRUE(gateway) << gateway.error().message;
    port = (*gateway)->port();
    EXPECT_NE((*gateway)->id(), gettid());
    EXPECT_TRUE(endpoint::check_reachable(at_port(port), 5s));
    (*gateway)->carry_out(scenario::Disconnect{}, {});
    const auto report = (*gateway)->stop();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->refusals.metrics.at("Connect.Success"), 0U);
  }
  EXPECT_TRUE(endpoint::check_reachable(at_port(port), 5s).has_error());
}

TEST(GatewayThread, ItsTimeIsNotTheHarnesss) {
  const auto gateway = GatewayThread::start({});
  ASSERT_TRUE(gateway) << gateway.error().message;
  measure::RunResult result;
  ASSERT_TRUE(add_gateway_side(result, **gateway));
  EXPECT_EQ(result.resources.cpu, 0ns) << "there is nothing to take it off";
  EXPECT_TRUE(result.refusals.endpoint);
}

}  // namespace
}  // namespace shadowsim::runtime
