#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "sim/base/result.h"
#include "sim/service/shadow_service.h"
#include "sim/storage/shadow_database.h"
#include "sim/time/clock.h"

namespace shadowsim::storage {

// Makes the shadows of a service survive it: gives it what a database holds, and writes what it
// accepts from then on, many changes in one transaction. A shadow that changes more than once
// between two commits is written once.
// Threads: one at a time, the service's.
// Owns:    the database. Borrows the service, which must outlive it and stay where it is.
// Time:    `now` is passed in; never reads a clock.
// Errors:  kSystem, see ShadowDatabase. After one, what the service holds and what the disk holds
//          have parted: whoever promised durability stops.
class ShadowKeeper {
 public:
  // Loads the service and listens to it. Drops the tombstones that are older than `tombstone_life`.
  // Changes may wait for `patience` before they are committed.
  // Requires: a service that holds nothing.
  static Result<std::unique_ptr<ShadowKeeper>> start(ShadowDatabase database,
                                                     service::ShadowService& service,
                                                     Duration patience, Duration tombstone_life,
                                                     WallTime now);

  ShadowKeeper(const ShadowKeeper&) = delete;
  ShadowKeeper& operator=(const ShadowKeeper&) = delete;
  ~ShadowKeeper();  // does not commit

  // To be called after requests and whenever time has passed: commits once the oldest change that
  // waits has done so for `patience`.
  Result<void> keep_up(const TimePoint& now);

  // Commits all changes that wait.
  Result<void> commit();

  bool has_changes() const { return !changes_.empty(); }

 private:
  ShadowKeeper(ShadowDatabase database, service::ShadowService& service, Duration patience);

  void note(const service::StoredChange& change);

  ShadowDatabase database_;
  service::ShadowService& service_;
  Duration patience_;

  // By "thing" or "thing~shadow", as no name holds a tilde: the tombstone of a deleted shadow;
  // none where the shadow is there.
  std::unordered_map<std::string, std::optional<service::Tombstone>> changes_;
  std::optional<TimePoint> oldest_;  // when the first of them was seen
  std::string name_;                 // of the last change
};

}  // namespace shadowsim::storage
