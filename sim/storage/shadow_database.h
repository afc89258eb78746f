#pragma once

#include <string>

#include "sim/base/result.h"
#include "sim/service/shadow_service.h"
#include "sim/service/shadow_store.h"
#include "sim/shadow/document.h"
#include "sim/shadow/topics.h"
#include "sim/storage/sqlite.h"
#include "sim/time/clock.h"

namespace shadowsim::storage {

// The shadows and tombstones of a service on disk: one SQLite database, shadows.sqlite with its
// write-ahead log beside it, in a directory of its own. What is put goes into a transaction, and
// counts from commit() on: then it has reached the disk (synchronous=FULL), and neither the end of
// the process nor that of the machine can take it back, as far as the disk keeps what it says it
// has written. A process that dies in between leaves the state of the last commit.
// The database is this object's alone; another process cannot open it meanwhile.
// Threads: one at a time.
// Errors:  kSystem, with the file's path; nothing that was put since the last commit is kept then.
// Source:  sqlite.org/wal.html, sqlite.org/pragma.html (synchronous, locking_mode).
class ShadowDatabase {
 public:
  // Makes directory and database where they are missing.
  // Errors: also where the file is no database, is damaged, is another program's, is in use, or was
  //         written by a later version of this one.
  static Result<ShadowDatabase> open(const std::string& directory);

  // Gives `service` all that is stored.
  // Requires: a service that holds nothing.
  Result<void> load_into(service::ShadowService& service);

  // Stores a shadow, or what a deleted one leaves behind, in place of what there was.
  Result<void> put(shadow::ShadowKey key, const shadow::Document& document);
  Result<void> put(shadow::ShadowKey key, const service::Tombstone& tombstone);

  // Drops the tombstones of shadows deleted at that time or before.
  Result<void> drop_tombstones(WallTime deleted_until);

  // Writes what was put to the disk. Cheap where nothing was.
  Result<void> commit();

 private:
  struct Statements {
    Statement put;
    Statement drop;
    Statement begin;
    Statement commit;
  };

  ShadowDatabase(Connection connection, Statements statements);

  Result<void> begin();
  Result<void> put(shadow::ShadowKey key, shadow::Version version);

  Connection connection_;
  Statements statements_;  // ends before its connection
  bool has_begun_ = false;
  std::string desired_;  // texts of the last put
  std::string reported_;
};

}  // namespace shadowsim::storage
