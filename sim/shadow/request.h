#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/shadow/json_reader.h"
#include "sim/shadow/limits.h"
#include "sim/shadow/rejection.h"
#include "sim/shadow/stamp.h"

namespace shadowsim::shadow {

// What an update asks of one section: nothing (no value), to be removed (null), or a merge
// (object).
struct SectionPatch {
  const rapidjson::Value* value = nullptr;

  bool is_named() const { return value != nullptr; }
  bool removes() const { return value != nullptr && value->IsNull(); }
  bool merges() const { return value != nullptr && value->IsObject(); }
};

// A valid update. Its values and texts belong to the reader that made it, until its next read.
struct UpdateRequest {
  bool state_is_null = false;  // "state": null, which clears both sections
  SectionPatch desired;
  SectionPatch reported;
  std::optional<Version> version;  // update only if this is the stored one
  std::optional<std::string_view> client_token;
};

// A valid get or delete.
struct PlainRequest {
  std::optional<std::string_view> client_token;
};

// A request that is refused for what it says, whatever is stored.
struct RefusedRequest {
  Rejection rejection;
  std::optional<std::string_view> client_token;  // where the request carried a usable one
};

// Reads the bodies of requests in the order of checks of shadow-protocol.md, section 9: UTF-8,
// JSON, object, clientToken, state, version, depth, null in arrays. Total over any bytes: neither
// the depth nor the size of a body can exhaust the stack.
// Owns:    the buffers that requests point into, reused from read to read.
// Threads: one at a time.
class RequestReader {
 public:
  // Requires: limits.depth_max <= kDepthMax.
  explicit RequestReader(const Limits& limits);

  std::variant<UpdateRequest, RefusedRequest> read_update(std::string_view payload);

  // For get and delete, where a body that is no JSON object counts as none, and nothing but the
  // clientToken is looked at.
  std::variant<PlainRequest, RefusedRequest> read_plain(std::string_view payload);

 private:
  Limits limits_;
  JsonReader json_;
};

// What a client wants to be changed. Sections are JSON texts: an object, or "null" to remove the
// section; an empty text names nothing.
struct UpdateText {
  std::string_view desired{};
  std::string_view reported{};
  std::string_view client_token{};  // empty: none
  std::optional<Version> version{};
};

// The body of a client's update request. Requires: sections that are JSON, a token in UTF-8.
std::string make_update_request(const UpdateText& update);

// The body of a client's get or delete request; with an empty token "{}".
std::string make_get_request(std::string_view client_token);
std::string make_delete_request(std::string_view client_token);

}  // namespace shadowsim::shadow
