#include "sim/mqtt/paho/late_acknowledgement.h"

#include <gtest/gtest.h>

namespace shadowsim::mqtt::paho {
namespace {

TEST(LateAcknowledgement, IsInForceForSharedLibraries) {
  EXPECT_TRUE(late_acknowledgement_is_in_force());
}

}  // namespace
}  // namespace shadowsim::mqtt::paho
