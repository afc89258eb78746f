#include "sim/app/desired_update.h"

#include <gtest/gtest.h>

#include "sim/shadow/json_text.h"

namespace shadowsim::app {
namespace {

schedule::PlannedChange change_of(std::vector<scenario::Property> properties) {
  schedule::PlannedChange change;
  change.id = ChangeId{7};
  change.section = scenario::Section::kDesired;
  change.properties = std::move(properties);
  return change;
}

TEST(DesiredUpdate, SetsDesiredAloneAndCarriesTheChangesToken) {
  const auto update = make_desired_update(change_of({{"color", R"("red")"}, {"level", "40"}}));
  EXPECT_TRUE(shadow::equal_json(
      update.payload,
      R"({"state":{"desired":{"color":"red","level":40}},"clientToken":"change-7"})"))
      << update.payload;
}

TEST(DesiredUpdate, WatchesForEveryLeafOfItsValues) {
  const auto update =
      make_desired_update(change_of({{"rgb", R"({"r":1,"g":[2,3]})"}, {"on", "true"}}));
  EXPECT_EQ(update.wanted,
            (std::vector<measure::Leaf>{{"/on", "true"}, {"/rgb/g", "[2,3]"}, {"/rgb/r", "1"}}));
}

TEST(DesiredUpdate, NamesOfPropertiesMayHoldAnything) {
  const auto update = make_desired_update(change_of({{"a/b \"c\"", "1"}}));
  EXPECT_EQ(update.wanted, (std::vector<measure::Leaf>{{"/a~1b \"c\"", "1"}}));
}

}  // namespace
}  // namespace shadowsim::app
