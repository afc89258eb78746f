#include "sim/storage/shadow_database.h"

#include <csignal>
#include <fstream>
#include <string>
#include <sys/resource.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/shadow/stored_text.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::storage {
namespace {

using namespace std::chrono_literals;
using endpoint::TemporaryDirectory;
using service::ShadowService;
using service::Tombstone;
using shadow::Document;
using shadow::Section;
using testing::AllOf;
using testing::HasSubstr;

constexpr WallTime kNow{1'700'000'000'123ms};

Document make_document(const char* desired, const char* reported, shadow::Version version) {
  return {Section::parse(desired, shadow::Timestamp{1'600'000'000s}).value(),
          Section::parse(reported, shadow::Timestamp{1'650'000'000s}).value(), version};
}

std::string stored(const Section& section) {
  std::string text;
  append_stored(text, section);
  return text;
}

std::string path_in(const TemporaryDirectory& directory) {
  return directory.file("shadows.sqlite");
}

TEST(ShadowDatabase, InAFileIsAnError) {
  const auto database = ShadowDatabase::open("/dev/null/below");
  ASSERT_TRUE(database.has_error());
  EXPECT_EQ(database.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(database.error().message, HasSubstr("/dev/null/below"));
}

TEST(ShadowDatabase, RefusesAFileThatIsNone) {
  const TemporaryDirectory directory;
  const std::string text(5000, 'x');
  std::ofstream{path_in(directory)} << text;
  const auto database = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(database.has_error());
  EXPECT_EQ(database.error().message, path_in(directory) + " is no database");
  EXPECT_EQ(std::filesystem::file_size(path_in(directory)), text.size());
}

TEST(ShadowDatabase, RefusesAnotherProgramsAndLeavesItAsItIs) {
  const TemporaryDirectory directory;
  {
    auto other = Connection::open(path_in(directory)).value();
    ASSERT_TRUE(other.run("CREATE TABLE shadows (a)").has_value());
  }
  const auto database = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(database.has_error());
  EXPECT_THAT(database.error().message, HasSubstr("is a database of another program"));
  auto other = Connection::open(path_in(directory)).value();
  auto mode = other.prepare("PRAGMA journal_mode").value();
  ASSERT_TRUE(mode.step(other).value());
  EXPECT_EQ(mode.text(0), "delete");
}

TEST(ShadowDatabase, RefusesAnotherFormat) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(ShadowDatabase::open(directory.path()).has_value());
  {
    auto later = Connection::open(path_in(directory)).value();
    ASSERT_TRUE(later.run("PRAGMA user_version = 2").has_value());
  }
  const auto database = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(database.has_error());
  EXPECT_THAT(database.error().message, HasSubstr("its format is 2, ours 1"));
}

TEST(ShadowDatabase, RefusesAFileWithDamagedPages) {
  const TemporaryDirectory directory;
  {
    auto database = ShadowDatabase::open(directory.path()).value();
    for (int light = 0; light < 1000; ++light) {
      const std::string thing = "light-" + std::to_string(light);
      ASSERT_TRUE(database.put({thing, ""}, make_document(R"({"color":"red"})", "{}", 1)));
    }
    ASSERT_TRUE(database.commit());
  }
  {
    std::fstream file{path_in(directory), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096);
    file << std::string(40'000, '\x5a');
  }
  const auto database = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(database.has_error());
  EXPECT_THAT(database.error().message, HasSubstr("shadows.sqlite is damaged"));
}

TEST(ShadowDatabase, RefusesAFileThatIsInUse) {
  const TemporaryDirectory directory;
  const auto first = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(first.has_value());
  const auto second = ShadowDatabase::open(directory.path());
  ASSERT_TRUE(second.has_error());
  EXPECT_THAT(second.error().message, HasSubstr("is in use by another program"));
}

TEST(ShadowDatabase, NamesTheRowThatItCannotRead) {
  const TemporaryDirectory directory;
  ASSERT_TRUE(ShadowDatabase::open(directory.path()).has_value());
  for (const char* values : {"'lamp','config',1,'{\"a\":1}','{}',NULL",
                             "'lamp','config',1,NULL,'{}',NULL", "'lamp','config',0,'{}','{}',NULL",
                             "'lamp','con fig',1,'{}','{}',NULL", "'','config',1,'{}','{}',NULL"}) {
    {
      auto file = Connection::open(path_in(directory)).value();
      ASSERT_TRUE(file.run("DELETE FROM shadows").has_value());
      ASSERT_TRUE(file.run(("INSERT INTO shadows VALUES (" + std::string{values} + ")").c_str())
                      .has_value());
    }
    auto database = ShadowDatabase::open(directory.path()).value();
    ShadowService service;
    const auto loaded = database.load_into(service);
    ASSERT_TRUE(loaded.has_error()) << values;
    EXPECT_THAT(loaded.error().message, AllOf(HasSubstr("is damaged"), HasSubstr("thing '")));
  }
}

TEST(ShadowDatabase, ThatCannotGrowSaysSo) {
  const TemporaryDirectory directory;
  auto database = ShadowDatabase::open(directory.path()).value();
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  rlimit small = old;
  small.rlim_cur = 100'000;
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  Result<void> kept;
  for (int light = 0; light < 2000 && kept; ++light) {
    const std::string thing = "light-" + std::to_string(light);
    kept = database.put({thing, ""}, make_document(R"({"color":"red"})", "{}", 1));
  }
  if (kept) kept = database.commit();
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_TRUE(kept.has_error());
  EXPECT_THAT(kept.error().message, HasSubstr(path_in(directory) + " cannot be used: "));
}

TEST(ShadowDatabase, KeepsShadowsAndTombstonesWithVersionsAndTimes) {
  const TemporaryDirectory directory;
  const std::string below = directory.file("made/for/it");
  const auto lamp = make_document(R"({"color":"red","o":{}})", R"({"color":"blue"})", 7);
  const auto empty = make_document("{}", "{}", 3);
  {
    auto database = ShadowDatabase::open(below).value();
    ASSERT_TRUE(database.put({"lamp", ""}, make_document("{}", "{}", 6)));
    ASSERT_TRUE(database.put({"lamp", ""}, lamp));
    ASSERT_TRUE(database.put({"lamp", "config"}, empty));
    ASSERT_TRUE(database.put({"gone", ""}, lamp));
    ASSERT_TRUE(database.put({"gone", ""}, Tombstone{8, kNow}));
    ASSERT_TRUE(database.commit());
  }
  auto database = ShadowDatabase::open(below).value();
  ShadowService service;
  ASSERT_TRUE(database.load_into(service));
  EXPECT_EQ(service.store().shadows(), 2U);
  EXPECT_EQ(service.store().tombstones(), 1U);
  const auto* const found = service.store().find({"lamp", ""});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->version, 7U);
  EXPECT_EQ(stored(found->desired), stored(lamp.desired));
  EXPECT_EQ(stored(found->reported), stored(lamp.reported));
  ASSERT_NE(service.store().find({"lamp", "config"}), nullptr);
  EXPECT_EQ(service.store().find({"lamp", "config"})->version, 3U);
  EXPECT_EQ(service.store().buried_version({"gone", ""}, kNow + 1h - 1ms, 1h), 8U);
  EXPECT_EQ(service.store().buried_version({"gone", ""}, kNow + 1h, 1h), 0U);
}

TEST(ShadowDatabase, ForgetsWhatWasNotCommitted) {
  const TemporaryDirectory directory;
  {
    auto database = ShadowDatabase::open(directory.path()).value();
    ASSERT_TRUE(database.put({"lamp", ""}, make_document("{}", "{}", 1)));
    ASSERT_TRUE(database.commit());
    ASSERT_TRUE(database.commit());  // nothing to do
    ASSERT_TRUE(database.put({"lamp", ""}, make_document("{}", "{}", 2)));
  }
  auto database = ShadowDatabase::open(directory.path()).value();
  ShadowService service;
  ASSERT_TRUE(database.load_into(service));
  EXPECT_EQ(service.store().find({"lamp", ""})->version, 1U);
}

TEST(ShadowDatabase, DropsOldTombstonesAndGivesTheOthersInTheOrderOfBurial) {
  const TemporaryDirectory directory;
  auto database = ShadowDatabase::open(directory.path()).value();
  ASSERT_TRUE(database.put({"b", ""}, Tombstone{2, kNow + 2s}));
  ASSERT_TRUE(database.put({"c", ""}, Tombstone{2, kNow + 1s}));
  ASSERT_TRUE(database.put({"a", ""}, Tombstone{2, kNow}));
  ASSERT_TRUE(database.put({"lamp", ""}, make_document("{}", "{}", 1)));
  ASSERT_TRUE(database.drop_tombstones(kNow));
  ASSERT_TRUE(database.commit());
  ShadowService service;
  ASSERT_TRUE(database.load_into(service));
  EXPECT_EQ(service.store().shadows(), 1U);
  EXPECT_EQ(service.store().tombstones(), 2U);
  // The service sweeps from the oldest on, and stops at the first that is young enough.
  service.due(kNow + 1s + 48h);
  EXPECT_EQ(service.store().tombstones(), 1U);
}

}  // namespace
}  // namespace shadowsim::storage
