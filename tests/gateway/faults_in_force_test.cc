#include "sim/gateway/faults_in_force.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FaultsInForce, AreThoseOfAClientBetweenTheirBeginAndTheirEnd) {
  FaultsInForce faults{1};
  const LinkFault narrow{.bandwidth = 1000};
  const LinkFault silent{.is_silent = true};
  const auto on_all = faults.begin([](const std::string&) { return true; }, narrow);
  const auto on_one = faults.begin([](const std::string& id) { return id == "a"; }, silent);
  EXPECT_THAT(faults.on("a"), ElementsAre(narrow, silent));
  EXPECT_THAT(faults.on("b"), ElementsAre(narrow));
  faults.end(on_all);
  EXPECT_THAT(faults.on("a"), ElementsAre(silent));
  EXPECT_THAT(faults.on("b"), IsEmpty());
  faults.end(on_one);
  EXPECT_THAT(faults.on("a"), IsEmpty());
}

TEST(FaultsInForce, GiveEachWayOfALinkAnotherChance) {
  FaultsInForce faults{1};
  FaultsInForce same{1};
  Random first = faults.chance_of_one_more();
  Random second = faults.chance_of_one_more();
  EXPECT_NE(first.next(), second.next());
  Random again = same.chance_of_one_more();
  EXPECT_EQ(again.next(), FaultsInForce{1}.chance_of_one_more().next());
}

}  // namespace
}  // namespace shadowsim::gateway
