#include "sim/storage/shadow_database.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "sim/shadow/stored_text.h"

namespace shadowsim::storage {
namespace {

namespace fs = std::filesystem;

using shadow::ShadowKey;

// "shdw", which tells our files from those of other programs. Source: sqlite.org/fileformat2.html,
// application ID.
constexpr std::int64_t kApplicationId = 0x73686477;
constexpr std::int64_t kFormat = 1;

// A tombstone has a time of deletion, in milliseconds since 1970, and no sections; a shadow has
// sections as in sim/shadow/stored_text.h. An empty name is the classic shadow's.
constexpr const char* kCreate =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE shadows ("
    "  thing TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  version INTEGER NOT NULL,"
    "  desired TEXT,"
    "  reported TEXT,"
    "  deleted_at INTEGER,"
    "  PRIMARY KEY (thing, name)"
    ");"
    "CREATE INDEX tombstones ON shadows (deleted_at) WHERE deleted_at IS NOT NULL;"
    "PRAGMA application_id = 1936221303;"
    "PRAGMA user_version = 1;"
    "COMMIT;";

constexpr const char* kPut =
    "INSERT INTO shadows (thing, name, version, desired, reported, deleted_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT (thing, name) DO UPDATE SET version = ?3, desired = ?4, reported = ?5,"
    " deleted_at = ?6";

// Tombstones in the order of their burial, which is the order that the service keeps.
constexpr const char* kSelect =
    "SELECT thing, name, version, desired, reported, deleted_at FROM shadows"
    " ORDER BY deleted_at";

enum Column : int { kThing, kName, kVersion, kDesired, kReported, kDeletedAt };

Result<void> check_owner(Connection& connection) {
  const auto application = connection.ask_integer("PRAGMA application_id");
  if (application.has_error()) return application.error();
  if (*application != kApplicationId) return connection.error("is a database of another program");
  const auto format = connection.ask_integer("PRAGMA user_version");
  if (format.has_error()) return format.error();
  if (*format != kFormat)
    return connection.error(
        fmt::format("was written by another version of shadowsim (its format is {}, ours {})",
                    *format, kFormat));
  return {};
}

Result<void> prepare_file(Connection& connection) {
  // Exclusive before the first access: then the log's index needs no shared memory.
  if (const auto set = connection.run("PRAGMA locking_mode = EXCLUSIVE"); set.has_error())
    return set.error();
  const auto tables = connection.ask_integer("SELECT count(*) FROM sqlite_schema");
  if (tables.has_error()) return tables.error();
  if (*tables != 0) {
    // Before anything is changed in a file that may not be ours.
    if (const auto ours = check_owner(connection); ours.has_error()) return ours.error();
  }
  if (const auto set = connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      set.has_error())
    return set.error();
  return *tables == 0 ? connection.run(kCreate) : Result<void>{};
}

Result<void> check_soundness(Connection& connection) {
  auto check = connection.prepare("PRAGMA quick_check(1)");
  if (check.has_error()) return check.error();
  const auto row = check->step(connection);
  if (row.has_error()) return row.error();
  if (const auto verdict = check->text(0); verdict != "ok")
    return connection.error(fmt::format("is damaged: {}", verdict));
  return {};
}

std::int64_t to_milliseconds(WallTime time) {
  return time.time_since_epoch().count();
}

// Gives the service what a row holds; whether the row is sound.
bool restore(service::ShadowService& service, const Statement& row) {
  const ShadowKey key{row.text(kThing), row.text(kName)};
  const bool has_legal_name = shadow::is_thing_name(key.thing) &&
                              (key.shadow.empty() || shadow::is_shadow_name(key.shadow));
  if (!has_legal_name || row.integer(kVersion) < 1) return false;
  const auto version = static_cast<shadow::Version>(row.integer(kVersion));
  if (!row.is_null(kDeletedAt)) {
    const WallTime deleted_at{std::chrono::milliseconds{row.integer(kDeletedAt)}};
    service.restore(key, service::Tombstone{version, deleted_at});
    return true;
  }
  auto desired = shadow::read_stored(row.text(kDesired));
  auto reported = shadow::read_stored(row.text(kReported));
  if (!desired || !reported) return false;
  service.restore(key, {*std::move(desired), *std::move(reported), version});
  return true;
}

}  // namespace

ShadowDatabase::ShadowDatabase(Connection connection, Statements statements)
    : connection_{std::move(connection)}, statements_{std::move(statements)} {}

Result<ShadowDatabase> ShadowDatabase::open(const std::string& directory) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed) return system_error(fmt::format("use directory {}", directory), failed.value());
  auto connection = Connection::open((fs::path{directory} / "shadows.sqlite").string());
  if (connection.has_error()) return connection.error();
  if (const auto done = prepare_file(*connection); done.has_error()) return done.error();
  if (const auto done = check_soundness(*connection); done.has_error()) return done.error();
  auto put = connection->prepare(kPut);
  if (put.has_error()) return put.error();
  auto drop = connection->prepare("DELETE FROM shadows WHERE deleted_at <= ?1");
  if (drop.has_error()) return drop.error();
  auto begin = connection->prepare("BEGIN");
  if (begin.has_error()) return begin.error();
  auto commit = connection->prepare("COMMIT");
  if (commit.has_error()) return commit.error();
  return ShadowDatabase{*std::move(connection),
                        {*std::move(put), *std::move(drop), *std::move(begin), *std::move(commit)}};
}

Result<void> ShadowDatabase::load_into(service::ShadowService& service) {
  auto rows = connection_.prepare(kSelect);
  if (rows.has_error()) return rows.error();
  for (;;) {
    const auto row = rows->step(connection_);
    if (row.has_error()) return row.error();
    if (!*row) return {};
    if (!restore(service, *rows))
      return connection_.error(fmt::format("is damaged: the row of thing '{}', shadow '{}'",
                                           rows->text(kThing), rows->text(kName)));
  }
}

Result<void> ShadowDatabase::put(ShadowKey key, const shadow::Document& document) {
  desired_.clear();
  reported_.clear();
  shadow::append_stored(desired_, document.desired);
  shadow::append_stored(reported_, document.reported);
  statements_.put.bind(kDesired, desired_);
  statements_.put.bind(kReported, reported_);
  statements_.put.bind(kDeletedAt, std::nullopt);
  return put(key, document.version);
}

Result<void> ShadowDatabase::put(ShadowKey key, const service::Tombstone& tombstone) {
  statements_.put.bind(kDesired, std::nullopt);
  statements_.put.bind(kReported, std::nullopt);
  statements_.put.bind(kDeletedAt, to_milliseconds(tombstone.deleted_at));
  return put(key, tombstone.version);
}

Result<void> ShadowDatabase::put(ShadowKey key, shadow::Version version) {
  if (const auto begun = begin(); begun.has_error()) return begun.error();
  statements_.put.bind(kThing, key.thing);
  statements_.put.bind(kName, key.shadow);
  statements_.put.bind(kVersion, static_cast<std::int64_t>(version));
  return statements_.put.run(connection_);
}

Result<void> ShadowDatabase::drop_tombstones(WallTime deleted_until) {
  if (const auto begun = begin(); begun.has_error()) return begun.error();
  statements_.drop.bind(0, to_milliseconds(deleted_until));
  return statements_.drop.run(connection_);
}

Result<void> ShadowDatabase::commit() {
  if (!has_begun_) return {};
  has_begun_ = false;
  return statements_.commit.run(connection_);
}

Result<void> ShadowDatabase::begin() {
  if (has_begun_) return {};
  has_begun_ = true;
  return statements_.begin.run(connection_);
}

}  // namespace shadowsim::storage
