#include "sim/storage/shadow_keeper.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::storage {
namespace {

using namespace std::chrono_literals;
using endpoint::TemporaryDirectory;
using service::ShadowService;
using shadow::ShadowKey;

constexpr WallTime kWall{1'700'000'000'000ms};
constexpr TimePoint kStart{1000s};
constexpr Duration kPatience = 50ms;
constexpr Duration kTombstoneLife = 48h;

// A service and what keeps it, as a broker has them.
struct Keeping {
  explicit Keeping(const std::string& directory, WallTime now = kWall)
      : keeper{ShadowKeeper::start(ShadowDatabase::open(directory).value(), service, kPatience,
                                   kTombstoneLife, now)
                   .value()} {}

  void request(const std::string& topic, const std::string& payload = "") {
    service.handle("$aws/things/" + topic, payload, kWall, answers);
  }

  ShadowService service;
  service::Publications answers;
  std::unique_ptr<ShadowKeeper> keeper;
};

// The version that a restart in this moment would find; 0: no shadow. Looks at a copy of the files,
// as a crash would leave them.
shadow::Version version_on_disk(const TemporaryDirectory& directory, ShadowKey key) {
  const TemporaryDirectory copy;
  std::filesystem::copy(directory.path(), copy.path());
  const Keeping after{copy.path()};
  const auto* const found = after.service.store().find(key);
  return found == nullptr ? 0 : found->version;
}

TEST(ShadowKeeper, CommitsOnceTheOldestChangeHasWaitedLongEnough) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.request("lamp/shadow/update", R"({"state":{"desired":{"n":1}}})");
  ASSERT_TRUE(life.keeper->keep_up(kStart));
  life.request("lamp/shadow/update", R"({"state":{"desired":{"n":2}}})");
  ASSERT_TRUE(life.keeper->keep_up(kStart + kPatience - 1ns));
  EXPECT_TRUE(life.keeper->has_changes());
  EXPECT_EQ(version_on_disk(directory, {"lamp", ""}), 0U);
  ASSERT_TRUE(life.keeper->keep_up(kStart + kPatience));
  EXPECT_FALSE(life.keeper->has_changes());
  EXPECT_EQ(version_on_disk(directory, {"lamp", ""}), 2U);
}

TEST(ShadowKeeper, CountsTheNextWaitFromTheNextChange) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.request("lamp/shadow/update", R"({"state":{}})");
  ASSERT_TRUE(life.keeper->keep_up(kStart));
  ASSERT_TRUE(life.keeper->keep_up(kStart + kPatience));
  ASSERT_TRUE(life.keeper->keep_up(kStart + 10 * kPatience));
  life.request("lamp/shadow/update", R"({"state":{}})");
  ASSERT_TRUE(life.keeper->keep_up(kStart + 20 * kPatience));
  EXPECT_TRUE(life.keeper->has_changes());
  ASSERT_TRUE(life.keeper->keep_up(kStart + 21 * kPatience));
  EXPECT_FALSE(life.keeper->has_changes());
}

TEST(ShadowKeeper, NotesNothingForRequestsThatChangeNothing) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.request("lamp/shadow/update", "no JSON");
  life.request("lamp/shadow/get");
  life.request("lamp/shadow/delete");
  EXPECT_FALSE(life.keeper->has_changes());
}

TEST(ShadowKeeper, KeepsNamedShadowsApart) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.request("lamp/shadow/update", R"({"state":{}})");
  life.request("lamp/shadow/name/config/update", R"({"state":{}})");
  life.request("lamp/shadow/name/config/update", R"({"state":{}})");
  ASSERT_TRUE(life.keeper->commit());
  EXPECT_EQ(version_on_disk(directory, {"lamp", ""}), 1U);
  EXPECT_EQ(version_on_disk(directory, {"lamp", "config"}), 2U);
}

TEST(ShadowKeeper, KeepsTheVersionsOfDeletedShadows) {
  const TemporaryDirectory directory;
  {
    Keeping life{directory.path()};
    life.request("lamp/shadow/update", R"({"state":{}})");
    life.request("lamp/shadow/update", R"({"state":{}})");
    ASSERT_TRUE(life.keeper->commit());
    life.request("lamp/shadow/delete");
    ASSERT_TRUE(life.keeper->commit());
  }
  Keeping life{directory.path()};
  EXPECT_EQ(life.service.store().shadows(), 0U);
  life.request("lamp/shadow/update", R"({"state":{}})");
  EXPECT_EQ(life.service.store().find({"lamp", ""})->version, 4U);
  ASSERT_TRUE(life.keeper->commit());
  EXPECT_EQ(version_on_disk(directory, {"lamp", ""}), 4U);
}

TEST(ShadowKeeper, WritesOnlyTheLastOfAShadowThatIsDeletedAndMadeAgainBetweenTwoCommits) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.request("lamp/shadow/update", R"({"state":{}})");
  life.request("lamp/shadow/delete");
  life.request("lamp/shadow/update", R"({"state":{}})");
  ASSERT_TRUE(life.keeper->commit());
  EXPECT_EQ(version_on_disk(directory, {"lamp", ""}), 3U);
}

TEST(ShadowKeeper, ForgetsTombstonesWhoseLifeIsOverWhenItStarts) {
  const TemporaryDirectory directory;
  {
    Keeping life{directory.path()};
    life.request("lamp/shadow/update", R"({"state":{}})");
    life.request("lamp/shadow/delete");
    ASSERT_TRUE(life.keeper->commit());
  }
  EXPECT_EQ(Keeping(directory.path(), kWall + 48h - 1ms).service.store().tombstones(), 1U);
  EXPECT_EQ(Keeping(directory.path(), kWall + 48h).service.store().tombstones(), 0U);
}

TEST(ShadowKeeper, ThatIsGoneHearsNoMore) {
  const TemporaryDirectory directory;
  Keeping life{directory.path()};
  life.keeper.reset();
  life.request("lamp/shadow/update", R"({"state":{}})");
  EXPECT_EQ(life.service.store().shadows(), 1U);
}

}  // namespace
}  // namespace shadowsim::storage
