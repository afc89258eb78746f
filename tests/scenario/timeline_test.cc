#include "sim/scenario/timeline.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::scenario {
namespace {

using namespace std::chrono_literals;

TEST(Disconnect, TakesItsShareRoundedUpAndSpreadEvenly) {
  const auto taken = [](double share, std::size_t of) {
    std::string places;
    for (std::size_t place = 0; place < of; ++place)
      places += Disconnect{.share = share}.takes(place) ? 'x' : '.';
    return places;
  };
  EXPECT_EQ(taken(1, 4), "xxxx");
  EXPECT_EQ(taken(0.5, 4), "x.x.");
  EXPECT_EQ(taken(0.5, 5), "x.x.x");
  EXPECT_EQ(taken(0.1, 30), "x.........x.........x.........");
}

TEST(LinkFault, SaysWhatItIs) {
  EXPECT_EQ(LinkFault{}.what(), "nothing");
  EXPECT_EQ(
      (LinkFault{.delay = DelayDistribution::constant(50ms), .bandwidth = 2000, .is_silent = true}
           .what()),
      "delay 50ms, bandwidth 2000 bytes/s, silence");
}

}  // namespace
}  // namespace shadowsim::scenario
