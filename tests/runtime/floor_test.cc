#include "sim/runtime/floor.h"

#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "sim/runtime/session_engines.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;
using Case = std::tuple<const char*, mqtt::ProtocolVersion>;

class FloorTest : public testing::TestWithParam<Case> {
 protected:
  measure::Histogram measure(const mqtt::Endpoint& peer, const FloorPlan& plan) {
    const auto& [engine, version] = GetParam();
    const auto sessions = find_session_engine(engine).value()->make(peer, clock_, context_);
    return measure_floor(context_, clock_, *sessions, version, plan);
  }

  SystemClock clock_;
  boost::asio::io_context context_{1};
};

TEST_P(FloorTest, IsMeasuredAgainstAPeerInAProcessOfItsOwn) {
  const auto peer = FloorPeerProcess::start(SHADOWSIM_PROGRAM);
  ASSERT_TRUE(peer) << peer.error().message;
  const auto floor = measure(peer->endpoint(), {.warm_up = 5, .round_trips = 50, .longest = 30s});
  EXPECT_EQ(floor.count(), 50U);
  EXPECT_GT(floor.min(), 1us);
  EXPECT_LT(floor.percentile(0.5), 20ms) << "Nagle's algorithm would take 40 ms";
}

TEST_P(FloorTest, WithoutAPeerThereIsNoFloor) {
  mqtt::Endpoint nobody;
  nobody.host = "127.0.0.1";
  nobody.port = 1;
  EXPECT_EQ(measure(nobody, {}).count(), 0U);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const auto& [engine, version] = info.param;
  return engine + std::string{version == mqtt::ProtocolVersion::kMqtt5 ? "Mqtt5" : "Mqtt311"};
}

INSTANTIATE_TEST_SUITE_P(, FloorTest,
                         testing::Combine(testing::Values("paho", "mosquitto"),
                                          testing::Values(mqtt::ProtocolVersion::kMqtt5,
                                                          mqtt::ProtocolVersion::kMqtt311)),
                         name_of);

TEST(FloorPeerProgram, ThatIsNoPeerIsAnError) {
  EXPECT_TRUE(FloorPeerProcess::start("/bin/false").has_error());
}

}  // namespace
}  // namespace shadowsim::runtime
