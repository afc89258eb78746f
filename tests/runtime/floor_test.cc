#include "sim/runtime/floor.h"

#include <gtest/gtest.h>

#include "sim/mqtt/paho/paho_session.h"
#include "sim/time/system_clock.h"

namespace shadowsim::runtime {
namespace {

using namespace std::chrono_literals;

class FloorTest : public testing::TestWithParam<mqtt::ProtocolVersion> {
 protected:
  SystemClock clock_;
};

TEST_P(FloorTest, IsMeasuredAgainstAPeerInAProcessOfItsOwn) {
  const auto peer = FloorPeerProcess::start(SHADOWSIM_PROGRAM);
  ASSERT_TRUE(peer) << peer.error().message;
  mqtt::paho::PahoSessionFactory sessions{peer->endpoint(), clock_};
  const auto floor = measure_floor(clock_, sessions, GetParam(),
                                   {.warm_up = 5, .round_trips = 50, .longest = 30s});
  EXPECT_EQ(floor.count(), 50U);
  EXPECT_GT(floor.min(), 1us);
  EXPECT_LT(floor.percentile(0.5), 20ms) << "Nagle's algorithm would take 40 ms";
}

INSTANTIATE_TEST_SUITE_P(, FloorTest,
                         testing::Values(mqtt::ProtocolVersion::kMqtt5,
                                         mqtt::ProtocolVersion::kMqtt311));

TEST_F(FloorTest, WithoutAPeerThereIsNoFloor) {
  mqtt::Endpoint nobody;
  nobody.host = "127.0.0.1";
  nobody.port = 1;
  mqtt::paho::PahoSessionFactory sessions{nobody, clock_};
  EXPECT_EQ(measure_floor(clock_, sessions, mqtt::ProtocolVersion::kMqtt5).count(), 0U);
}

TEST_F(FloorTest, AProgramThatIsNoPeerIsAnError) {
  EXPECT_TRUE(FloorPeerProcess::start("/bin/false").has_error());
}

}  // namespace
}  // namespace shadowsim::runtime
