#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace shadowsim::storage {

class Statement;

// A connection to a file of SQLite.
// Threads: one at a time.
// Errors:  kSystem, with the file's path and a sentence for a person: that it is no database, that
//          it is damaged, that another program has it, that the disk is full.
class Connection {
 public:
  // Creates the file where there is none. Waits up to two seconds for another program that has it.
  static Result<Connection> open(const std::string& path);

  // Runs statements without parameters and without results.
  Result<void> run(const char* statements);

  // What the first row of a query says as an integer.
  Result<std::int64_t> ask_integer(const char* query);

  Result<Statement> prepare(const char* statement);

  // What went wrong last.
  Error error() const;

  // An Error about the file.
  Error error(std::string_view what) const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };

  Connection(std::string path, std::unique_ptr<sqlite3, Close> handle);

  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Columns and parameters count from 0.
// Owns:    the statement; Requires that its connection outlives it.
// Threads: one at a time.
class Statement {
 public:
  // Gives a parameter its value, which for a text must live until the last step; none is NULL.
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::optional<std::string_view> value);

  // Goes to the first or next row: whether there is one. After the last one the statement can be
  // bound and run again.
  Result<bool> step(const Connection& connection);

  // Runs it to its end, for what changes something.
  Result<void> run(const Connection& connection);

  // Values of the row that the last step came to. Texts live until the next step.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;

 private:
  friend class Connection;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  explicit Statement(sqlite3_stmt* handle) : handle_{handle} {}

  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace shadowsim::storage
