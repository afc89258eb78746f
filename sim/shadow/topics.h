#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowsim::shadow {

// Names one shadow: that of a thing, classic or named.
// Owns: nothing; borrows both texts.
struct ShadowKey {
  std::string_view thing;
  std::string_view shadow;  // empty: the classic shadow

  friend bool operator==(ShadowKey, ShadowKey) = default;
};

// What a message on a shadow topic is. The first three are requests, which clients publish; only
// the service publishes the others.
enum class TopicKind : std::uint8_t {
  kGet,
  kUpdate,
  kDelete,
  kGetAccepted,
  kGetRejected,
  kUpdateAccepted,
  kUpdateRejected,
  kUpdateDelta,
  kUpdateDocuments,
  kDeleteAccepted,
  kDeleteRejected,
};

inline constexpr std::size_t kTopicKinds = 11;

constexpr bool is_request(TopicKind kind) {
  return kind <= TopicKind::kDelete;
}

// The answers to a request. Requires: is_request(request).
TopicKind accepted_of(TopicKind request);
TopicKind rejected_of(TopicKind request);

// A shadow topic taken apart.
// Owns: nothing; its names are parts of the text that was parsed.
struct Topic {
  ShadowKey shadow;
  TopicKind kind = TopicKind::kGet;

  friend bool operator==(const Topic&, const Topic&) = default;
};

// Reads $aws/things/<thing>/shadow[/name/<shadow>]/<operation>[/<answer>] by position, so a thing
// or shadow may be called "update" or "name". None for any other text, whatever its bytes, and for
// names that are not legal.
// Source: Device Shadow guide, "Shadow topics".
std::optional<Topic> parse_topic(std::string_view topic);

// The topic of a shadow's message: "$aws/things/lamp-1/shadow/update/delta".
std::string make_topic(ShadowKey shadow, TopicKind kind);

// The same, replacing what `out` held and keeping its buffer.
void write_topic(std::string& out, ShadowKey shadow, TopicKind kind);

// What follows the shadow's prefix: "update/delta".
std::string_view topic_suffix(TopicKind kind);

// 1 to 128 of a-z A-Z 0-9 : _ -
bool is_thing_name(std::string_view name);

// 1 to 64 of the same and $, which AWS services put in front of the names of their own shadows.
// Source: API reference, UpdateThingShadow, pattern of shadowName.
bool is_shadow_name(std::string_view name);

}  // namespace shadowsim::shadow
