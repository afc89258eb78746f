#include "sim/storage/sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::storage {
namespace {

using endpoint::TemporaryDirectory;
using testing::HasSubstr;

TEST(Connection, InADirectoryThatIsMissingIsAnErrorWithThePath) {
  const auto connection = Connection::open("/does/not/exist/x.sqlite");
  ASSERT_TRUE(connection.has_error());
  EXPECT_EQ(connection.error().kind, ErrorKind::kSystem);
  EXPECT_THAT(connection.error().message, HasSubstr("/does/not/exist/x.sqlite cannot be used"));
}

TEST(Connection, TellsWhatIsWrongWithAStatement) {
  const TemporaryDirectory directory;
  auto connection = Connection::open(directory.file("x.sqlite")).value();
  EXPECT_THAT(connection.run("CREATE nothing").error().message, HasSubstr("syntax error"));
  EXPECT_THAT(connection.prepare("SELECT a FROM b").error().message, HasSubstr("no such table: b"));
}

TEST(Statement, WhoseRunFailsCanBeRunAgain) {
  const TemporaryDirectory directory;
  auto connection = Connection::open(directory.file("x.sqlite")).value();
  ASSERT_TRUE(connection.run("CREATE TABLE t (a INTEGER UNIQUE)").has_value());
  auto insert = connection.prepare("INSERT INTO t VALUES (?1)").value();
  insert.bind(0, std::int64_t{1});
  EXPECT_TRUE(insert.run(connection).has_value());
  EXPECT_THAT(insert.run(connection).error().message, HasSubstr("UNIQUE"));
  insert.bind(0, std::int64_t{2});
  EXPECT_TRUE(insert.run(connection).has_value());
}

TEST(Statement, KeepsIntegersTextsWithZeroBytesAndAbsence) {
  using std::string_view_literals::operator""sv;
  const TemporaryDirectory directory;
  auto connection = Connection::open(directory.file("x.sqlite")).value();
  auto select = connection.prepare("SELECT ?1, ?2, ?3, ?4").value();
  select.bind(0, std::int64_t{-9'223'372'036'854'775'807});
  select.bind(1, "a\0b"sv);
  select.bind(2, std::string_view{});
  select.bind(3, std::nullopt);
  ASSERT_TRUE(select.step(connection).value());
  EXPECT_EQ(select.integer(0), -9'223'372'036'854'775'807);
  EXPECT_EQ(select.text(1), "a\0b"sv);
  EXPECT_FALSE(select.is_null(2));
  EXPECT_EQ(select.text(2), "");
  EXPECT_TRUE(select.is_null(3));
  EXPECT_FALSE(select.step(connection).value());
}

}  // namespace
}  // namespace shadowsim::storage
