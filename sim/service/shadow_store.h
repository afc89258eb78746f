#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sim/shadow/document.h"
#include "sim/shadow/topics.h"
#include "sim/time/clock.h"

namespace shadowsim::service {

// What remains of a deleted shadow for a while, so that a new one of its name goes on above it.
struct Tombstone {
  shadow::Version version = 0;  // the deleted document's and one for the delete itself
  WallTime deleted_at;
};

// All shadows of an account, and the tombstones of deleted ones. Takes some hundred bytes for a
// small shadow, some 150 for a tombstone.
// Threads: one at a time.
class ShadowStore {
 public:
  // Null where there is no such shadow. Valid until the shadow is put or removed.
  const shadow::Document* find(shadow::ShadowKey key) const;

  // Stores the document in place of an older one or of a tombstone.
  const shadow::Document& put(shadow::ShadowKey key, shadow::Document document);

  // Forgets a document, if there is one, and leaves a tombstone in its place.
  void bury(shadow::ShadowKey key, const Tombstone& tombstone);

  // The version that a deleted shadow goes on from; 0 where none is remembered, or only one that
  // was deleted at least `life` before `now`.
  shadow::Version buried_version(shadow::ShadowKey key, WallTime now, Duration life) const;

  // Drops tombstones whose life is over, the oldest first, at most `count` of them.
  void sweep(WallTime now, Duration life, std::size_t count);

  std::size_t shadows() const { return documents_.size(); }
  std::size_t tombstones() const { return graves_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  struct Grave {
    std::string name;
    Tombstone tombstone;
  };

  // "thing" or "thing~shadow": no name holds a tilde.
  std::string_view name_of(shadow::ShadowKey key) const;

  std::unordered_map<std::string, shadow::Document, Hash, std::equal_to<>> documents_;
  std::list<Grave> graves_;  // in the order of burial
  std::unordered_map<std::string_view, std::list<Grave>::iterator> grave_by_name_;
  mutable std::string name_;  // what name_of() wrote last
};

}  // namespace shadowsim::service
