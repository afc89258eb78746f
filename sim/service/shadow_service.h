#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "sim/service/publications.h"
#include "sim/service/shadow_store.h"
#include "sim/shadow/limits.h"
#include "sim/shadow/request.h"
#include "sim/shadow/response.h"
#include "sim/shadow/topics.h"
#include "sim/time/clock.h"

namespace shadowsim::service {

// An accepted change of what is stored, told after it is made and before its answers are published.
struct StoredChange {
  shadow::ShadowKey shadow;
  const shadow::Document* document = nullptr;  // what is stored now; null: deleted
  Tombstone tombstone;                         // what a delete left; unset for an update
};

using ChangeListener = std::function<void(const StoredChange&)>;

// The AWS IoT Device Shadow service, without the network: a request goes in, the messages to be
// published come out. The broker plugin, virtual worlds and tests all host this one.
//
// Shadows live in memory. To make them survive a restart, listen() with something that writes each
// change to a database, and restore() what the database holds before the first request.
//
// Threads: one at a time.
// Owns:    all shadows.
// Time:    `now` is passed in. It is rounded down to seconds where it goes out.
// Errors:  none; what a client may not do is answered by a rejection.
// Source:  shadow-protocol.md throughout.
class ShadowService {
 public:
  explicit ShadowService(const shadow::Limits& limits = {});

  // Answers a message that a client has published. False, and nothing in `out`, where the topic is
  // not a request topic with legal names. Whatever `out` held before is replaced.
  // Total over any topic and payload; takes time in proportion to them and to the stored document.
  bool handle(std::string_view topic, std::string_view payload, WallTime now, Publications& out);

  // Rejects a message that handle() would answer, with this code and whatever it says, since a quota
  // is used up: 429 then. Its clientToken comes back, where it is a legal one. False as handle().
  bool turn_away(std::string_view topic, std::string_view payload, int code, WallTime now,
                 Publications& out);

  // Housekeeping, to be called every now and then: forgets the versions of shadows that were
  // deleted longer ago than limits.tombstone_life, some thousand at a time.
  void due(WallTime now);

  // Has `listener` called for each accepted change from now on, on the thread of handle().
  void listen(ChangeListener listener) { listener_ = std::move(listener); }

  // Puts back what an earlier service held. The listener is not told.
  // Requires: legal names; a tombstone for no shadow that is there.
  void restore(shadow::ShadowKey key, shadow::Document document);
  void restore(shadow::ShadowKey key, const Tombstone& tombstone);

  const ShadowStore& store() const { return store_; }

 private:
  struct Call;  // one request under way
  struct Asked;

  void update(const Call& call, std::string_view payload);
  std::optional<Asked> read_plain(const Call& call, std::string_view payload);
  void get(const Call& call, std::string_view payload);
  void remove(const Call& call, std::string_view payload);
  void publish_update(const Call& call, const shadow::UpdateRequest& request,
                      const shadow::Document* previous, const shadow::Document& current);
  void tell(const StoredChange& change) const;

  shadow::Limits limits_;
  shadow::RequestReader reader_;
  ShadowStore store_;
  ChangeListener listener_;
};

}  // namespace shadowsim::service
