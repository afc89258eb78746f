#include "sim/world/virtual_mailbox.h"

#include <vector>

#include <gtest/gtest.h>

#include "sim/time/virtual_time.h"

namespace shadowsim::world {
namespace {

TEST(VirtualMailbox, HandsOverInOrderAndNeverFromWithinTheCall) {
  VirtualTime time;
  VirtualMailbox mailbox{time};
  std::vector<std::uint32_t> handed;
  mailbox.set_handler(
      [&](const mqtt::Delivery& delivery) { handed.push_back(delivery.session.value); });
  for (const std::uint32_t session : {3U, 1U, 2U})
    mailbox.deliver({SessionId{session}, time.now(), mqtt::Connected{}});
  EXPECT_TRUE(handed.empty());
  time.run_for(Duration::zero());
  EXPECT_EQ(handed, (std::vector<std::uint32_t>{3, 1, 2}));
}

}  // namespace
}  // namespace shadowsim::world
