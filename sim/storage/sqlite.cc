#include "sim/storage/sqlite.h"

#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

namespace shadowsim::storage {

void Connection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Connection::Connection(std::string path, std::unique_ptr<sqlite3, Close> handle)
    : path_{std::move(path)}, handle_{std::move(handle)} {}

Result<Connection> Connection::open(const std::string& path) {
  constexpr int kPatienceMilliseconds = 2000;
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection{path, std::unique_ptr<sqlite3, Close>{handle}};
  if (opened != SQLITE_OK) return connection.error();
  sqlite3_busy_timeout(handle, kPatienceMilliseconds);
  return connection;
}

Result<void> Connection::run(const char* statements) {
  if (sqlite3_exec(handle_.get(), statements, nullptr, nullptr, nullptr) != SQLITE_OK)
    return error();
  return {};
}

Result<std::int64_t> Connection::ask_integer(const char* query) {
  auto statement = prepare(query);
  if (statement.has_error()) return statement.error();
  const auto row = statement->step(*this);
  if (row.has_error()) return row.error();
  SHADOWSIM_CHECK(*row, "no row from {}", query);
  return statement->integer(0);
}

Result<Statement> Connection::prepare(const char* statement) {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), statement, -1, SQLITE_PREPARE_PERSISTENT, &handle,
                         nullptr) != SQLITE_OK)
    return error();
  return Statement{handle};
}

Error Connection::error() const {
  switch (sqlite3_errcode(handle_.get())) {
    case SQLITE_NOTADB:
      return error("is no database");
    case SQLITE_CORRUPT:
      return error("is damaged");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error("is in use by another program");
    default:
      return error(fmt::format("cannot be used: {}", sqlite3_errmsg(handle_.get())));
  }
}

Error Connection::error(std::string_view what) const {
  return system_error(fmt::format("{} {}", path_, what));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), parameter + 1, value);
}

void Statement::bind(int parameter, std::optional<std::string_view> value) {
  if (!value) {
    sqlite3_bind_null(handle_.get(), parameter + 1);
    return;
  }
  // Of a null pointer SQLite would make NULL.
  const char* const begin = value->empty() ? "" : value->data();
  sqlite3_bind_text(handle_.get(), parameter + 1, begin, static_cast<int>(value->size()), nullptr);
}

Result<bool> Statement::step(const Connection& connection) {
  const int stepped = sqlite3_step(handle_.get());
  if (stepped == SQLITE_ROW) return true;
  if (stepped != SQLITE_DONE) {
    Error error = connection.error();
    sqlite3_reset(handle_.get());
    return error;
  }
  sqlite3_reset(handle_.get());
  return false;
}

Result<void> Statement::run(const Connection& connection) {
  const auto row = step(connection);
  if (row.has_error()) return row.error();
  SHADOWSIM_CHECK(!*row, "a statement that changes something has a row: {}",
                  sqlite3_sql(handle_.get()));
  return {};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* const begin = sqlite3_column_text(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(size)};
}

}  // namespace shadowsim::storage
