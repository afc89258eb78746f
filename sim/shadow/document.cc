#include "sim/shadow/document.h"

namespace shadowsim::shadow {
namespace {

void apply(Section& section, const SectionPatch& patch, Timestamp now) {
  if (patch.removes()) section.clear();
  if (patch.merges()) section.merge(*patch.value, now);
}

}  // namespace

std::size_t stored_bytes(const Document& document) {
  return document.desired.stored_bytes() + document.reported.stored_bytes();
}

std::variant<Document, Rejection> updated(const Document& stored, const UpdateRequest& request,
                                          Timestamp now, const Limits& limits) {
  if (request.version && *request.version != stored.version)
    return make_rejection(Reason::kVersionConflict);
  Document document = request.state_is_null ? Document{} : stored;
  document.version = stored.version + 1;
  apply(document.desired, request.desired, now);
  apply(document.reported, request.reported, now);
  if (stored_bytes(document) > limits.document_bytes_max) return make_rejection(Reason::kTooLarge);
  return document;
}

}  // namespace shadowsim::shadow
