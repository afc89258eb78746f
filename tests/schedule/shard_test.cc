#include "sim/schedule/shard.h"

#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace shadowsim::schedule {
namespace {

scenario::Apps apps(std::uint32_t sessions) {
  return {.sessions = sessions, .client_id = scenario::NamePattern{"app-{index}"}};
}

TEST(Shard, DealsLightsOutInTurn) {
  const Shard shard{2, 4};
  EXPECT_TRUE(shard.holds(LightId{6}));
  EXPECT_FALSE(shard.holds(LightId{7}));
  EXPECT_EQ(shard.place_of(LightId{6}), 1U);
  EXPECT_EQ(shard.lights_of(10), 2U);
  EXPECT_EQ(shard.lights_of(11), 3U);
  EXPECT_EQ(shard.lights_of(2), 0U);
}

TEST(Shard, ThePartsOfAShardAreShardsOfTheWholeFleet) {
  const Shard whole{1, 3};
  for (std::uint32_t light = 0; light < 100; ++light) {
    int holders = 0;
    for (std::uint32_t part = 0; part < 4; ++part)
      holders += whole.part(part, 4).holds(LightId{light}) ? 1 : 0;
    EXPECT_EQ(holders, whole.holds(LightId{light}) ? 1 : 0) << light;
  }
}

TEST(Shard, SharesAddUpToTheWholeUnlessThatIsLessThanOneEach) {
  std::uint32_t in_flight = 0;
  double rate = 0;
  for (std::uint32_t index = 0; index < 4; ++index) {
    in_flight += Shard{index, 4}.share_of(50U);
    rate += Shard{index, 4}.share_of(Rate{100}).per_second;
  }
  EXPECT_EQ(in_flight, 50U);
  EXPECT_DOUBLE_EQ(rate, 100);
  EXPECT_EQ((Shard{3, 4}.share_of(2U)), 1U) << "a shard that may not connect would never end";
}

TEST(Shard, IsSaidInWords) {
  EXPECT_EQ(to_text(Shard{2, 4}), "2/4");
  EXPECT_EQ(lights_text({2, 4}, 2), "no lights");
  EXPECT_EQ(lights_text({2, 4}, 3), "light 2");
  EXPECT_EQ(lights_text({2, 4}, 7), "lights 2 and 6");
  EXPECT_EQ(lights_text({2, 4}, 11), "lights 2, 6 and 10");
  EXPECT_EQ(lights_text({2, 4}, 200), "50 lights: 2, 6, 10 to 198");
}

TEST(AppsOfShard, OneShardHasThemAll) {
  const auto all = apps_of(apps(3), {});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[2].client_id, "app-2");
}

TEST(AppsOfShard, WhereThereAreTooFewEachShardHasOneWithANameOfItsOwn) {
  EXPECT_EQ(apps_of(apps(2), {1, 4})[0].client_id, "app-1");
  EXPECT_EQ(apps_of(apps(2), {2, 4})[0].client_id, "app-0-shard-2");
  EXPECT_EQ(apps_of(apps(2), {3, 4})[0].client_id, "app-1-shard-3");
  EXPECT_EQ(apps_of(apps(2), {3, 4})[0].id, AppId{3}) << "no other app's generator";
}

TEST(AppsOfShard, WhereTheyCanBeDividedEveryLightKeepsItsApp) {
  const std::uint32_t sessions = 6;
  for (std::uint32_t light = 0; light < 40; ++light) {
    const Shard shard{light % 3, 3};
    const auto own = apps_of(apps(sessions), shard);
    EXPECT_EQ(own[shard.place_of(LightId{light}) % own.size()].id, AppId{light % sessions})
        << light;
  }
}

class AppsBySize : public testing::TestWithParam<std::tuple<std::uint32_t, std::uint32_t>> {};

TEST_P(AppsBySize, NoTwoShardsUseTheSameClientIdAndNoneGoesWithout) {
  const auto [sessions, shards] = GetParam();
  std::set<std::string> names;
  std::set<AppId> ids;
  std::size_t count = 0;
  for (std::uint32_t index = 0; index < shards; ++index) {
    const auto own = apps_of(apps(sessions), {index, shards});
    EXPECT_FALSE(own.empty());
    for (const auto& app : own) {
      names.insert(app.client_id);
      ids.insert(app.id);
    }
    count += own.size();
  }
  EXPECT_EQ(count, std::max(sessions, shards))
      << "as many as the scenario says, where that is enough";
  EXPECT_EQ(names.size(), count);
  EXPECT_EQ(ids.size(), count);
}

INSTANTIATE_TEST_SUITE_P(, AppsBySize,
                         testing::Combine(testing::Values(1U, 2U, 4U, 7U),
                                          testing::Values(1U, 2U, 3U, 4U, 9U)));

}  // namespace
}  // namespace shadowsim::schedule
