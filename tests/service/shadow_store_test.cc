#include "sim/service/shadow_store.h"

#include <gtest/gtest.h>

namespace shadowsim::service {
namespace {

using namespace std::chrono_literals;

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};
constexpr Duration kLife = 48h;

TEST(ShadowStore, KeepsShadowsOfOneThingApart) {
  ShadowStore store;
  store.put({"a", {}}, {{}, {}, 1});
  store.put({"a", "b"}, {{}, {}, 2});
  store.put({"a", "c"}, {{}, {}, 3});
  store.put({"a:b", {}}, {{}, {}, 4});
  EXPECT_EQ(store.find({"a", {}})->version, 1U);
  EXPECT_EQ(store.find({"a", "b"})->version, 2U);
  EXPECT_EQ(store.find({"a", "c"})->version, 3U);
  EXPECT_EQ(store.find({"a:b", {}})->version, 4U);
  EXPECT_EQ(store.find({"b", {}}), nullptr);
  EXPECT_EQ(store.shadows(), 4U);
}

TEST(ShadowStore, ATombstoneIsRememberedUntilItsLifeIsOver) {
  ShadowStore store;
  store.put({"a", {}}, {{}, {}, 3});
  store.bury({"a", {}}, {4, kNow});
  EXPECT_EQ(store.find({"a", {}}), nullptr);
  EXPECT_EQ(store.buried_version({"a", {}}, kNow + 48h - 1ms, kLife), 4U);
  EXPECT_EQ(store.buried_version({"a", {}}, kNow + 48h, kLife), 0U);
  EXPECT_EQ(store.buried_version({"b", {}}, kNow, kLife), 0U);
}

TEST(ShadowStore, ANewDocumentReplacesTheTombstone) {
  ShadowStore store;
  store.bury({"a", {}}, {4, kNow});
  store.put({"a", {}}, {{}, {}, 5});
  EXPECT_EQ(store.tombstones(), 0U);
  EXPECT_EQ(store.find({"a", {}})->version, 5U);
}

TEST(ShadowStore, BuryingAgainKeepsOneTombstone) {
  ShadowStore store;
  for (shadow::Version version = 1; version < 1'000; ++version) {
    store.put({"a", {}}, {{}, {}, version});
    store.bury({"a", {}}, {version + 1, kNow});
  }
  store.bury({"a", {}}, {7, kNow});
  EXPECT_EQ(store.tombstones(), 1U);
  EXPECT_EQ(store.buried_version({"a", {}}, kNow, kLife), 7U);
}

TEST(ShadowStore, SweepsTheOldestAndNotMoreThanAsked) {
  ShadowStore store;
  store.bury({"a", {}}, {1, kNow});
  store.bury({"b", {}}, {1, kNow + 1h});
  store.bury({"c", {}}, {1, kNow + 2h});
  store.bury({"a", {}}, {2, kNow + 3h});
  store.sweep(kNow + 50h, kLife, 1);
  EXPECT_EQ(store.tombstones(), 2U);
  store.sweep(kNow + 50h, kLife, 10);
  EXPECT_EQ(store.tombstones(), 1U);
  EXPECT_EQ(store.buried_version({"a", {}}, kNow + 50h, kLife), 2U);
}

}  // namespace
}  // namespace shadowsim::service
