#include "sim/quota/regions.h"

#include <string>

#include <gtest/gtest.h>

#include "sim/text/problems.h"
#include "sim/text/text_file.h"
#include "sim/text/tree.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::quota {
namespace {

TEST(Regions, OnesThatNobodyHasHeardOfAreLarge) {
  EXPECT_EQ(size_of_region(""), RegionSize::kLarge);
  EXPECT_EQ(size_of_region("mars-north-1"), RegionSize::kLarge);
  EXPECT_EQ(size_of_region("eu-north"), RegionSize::kLarge);
}

TEST(Regions, AreSmallWhereTheBrokersOrTheShadowServicesQuotasAre) {
  EXPECT_EQ(size_of_region("us-east-1"), RegionSize::kLarge);
  EXPECT_EQ(size_of_region("eu-central-1"), RegionSize::kLarge);
  EXPECT_EQ(size_of_region("eu-north-1"), RegionSize::kSelect) << "both";
  EXPECT_EQ(size_of_region("us-west-1"), RegionSize::kSelect) << "the broker's";
  EXPECT_EQ(size_of_region("sa-east-1"), RegionSize::kSelect) << "the shadow service's";
}

TEST(Regions, AreThoseOfTheFileThatWeShip) {
  const auto text = read_text_file(SHADOWSIM_QUOTAS);
  ASSERT_TRUE(text) << text.error().message;
  Problems problems{"default.yaml"};
  const auto root = read_yaml(*text, 0, problems);
  ASSERT_TRUE(root);
  const Node* const regions = root->find("region_profiles");
  ASSERT_NE(regions, nullptr);
  for (const char* const list : {"broker_select_regions", "shadow_select_regions"}) {
    const Node* const names = regions->find(list);
    ASSERT_NE(names, nullptr);
    EXPECT_GE(names->items.size(), 12U);
    for (const Node& name : names->items)
      EXPECT_EQ(size_of_region(name.text), RegionSize::kSelect) << name.text;
  }
}

}  // namespace
}  // namespace shadowsim::quota
