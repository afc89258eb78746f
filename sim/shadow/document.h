#pragma once

#include <cstddef>
#include <variant>

#include "sim/shadow/limits.h"
#include "sim/shadow/rejection.h"
#include "sim/shadow/request.h"
#include "sim/shadow/section.h"
#include "sim/shadow/stamp.h"

namespace shadowsim::shadow {

// A stored shadow. The delta is never stored; a section that is empty is absent.
struct Document {
  Section desired;
  Section reported;
  Version version = 0;
};

// Bytes that count towards the size limit: the compact JSON of both sections' values.
std::size_t stored_bytes(const Document& document);

// What an update makes of the stored document: merged, one version on. A shadow that does not exist
// is a document without sections, at version 0 or at that of its tombstone.
// Refuses with kVersionConflict or kTooLarge, in that order.
// Source: shadow-protocol.md, sections 5, 8 and 9.
std::variant<Document, Rejection> updated(const Document& stored, const UpdateRequest& request,
                                          Timestamp now, const Limits& limits);

// The version that a deleted document leaves behind: the delete itself counts as one.
constexpr Version tombstone_version(Version deleted) {
  return deleted + 1;
}

}  // namespace shadowsim::shadow
