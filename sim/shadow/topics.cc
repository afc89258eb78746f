#include "sim/shadow/topics.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "sim/base/check.h"
#include "sim/shadow/limits.h"

namespace shadowsim::shadow {
namespace {

constexpr std::string_view kThings = "$aws/things/";
constexpr std::string_view kShadow = "/shadow/";
constexpr std::string_view kNamed = "name/";

// In the order of TopicKind.
constexpr std::array<std::string_view, kTopicKinds> kSuffixes{"get",
                                                              "update",
                                                              "delete",
                                                              "get/accepted",
                                                              "get/rejected",
                                                              "update/accepted",
                                                              "update/rejected",
                                                              "update/delta",
                                                              "update/documents",
                                                              "delete/accepted",
                                                              "delete/rejected"};

constexpr bool is_name_character(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == ':' || character == '_' ||
         character == '-';
}

// Cuts `prefix` off the front of `text`; false, and nothing is cut, where it does not stand there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Cuts what stands before the next slash, or everything, off the front.
std::string_view take_level(std::string_view& text) {
  const std::string_view level = text.substr(0, text.find('/'));
  text.remove_prefix(level.size());
  return level;
}

std::optional<TopicKind> kind_of(std::string_view suffix) {
  const auto* const found = std::find(kSuffixes.begin(), kSuffixes.end(), suffix);
  if (found == kSuffixes.end()) return std::nullopt;
  return static_cast<TopicKind>(found - kSuffixes.begin());
}

}  // namespace

TopicKind accepted_of(TopicKind request) {
  SHADOWSIM_CHECK(is_request(request), "kind={}", topic_suffix(request));
  if (request == TopicKind::kGet) return TopicKind::kGetAccepted;
  return request == TopicKind::kUpdate ? TopicKind::kUpdateAccepted : TopicKind::kDeleteAccepted;
}

TopicKind rejected_of(TopicKind request) {
  SHADOWSIM_CHECK(is_request(request), "kind={}", topic_suffix(request));
  if (request == TopicKind::kGet) return TopicKind::kGetRejected;
  return request == TopicKind::kUpdate ? TopicKind::kUpdateRejected : TopicKind::kDeleteRejected;
}

std::optional<Topic> parse_topic(std::string_view topic) {
  Topic parsed;
  if (!take(topic, kThings)) return std::nullopt;
  parsed.shadow.thing = take_level(topic);
  if (!is_thing_name(parsed.shadow.thing) || !take(topic, kShadow)) return std::nullopt;
  if (take(topic, kNamed)) {
    parsed.shadow.shadow = take_level(topic);
    if (!is_shadow_name(parsed.shadow.shadow) || !take(topic, "/")) return std::nullopt;
  }
  const auto kind = kind_of(topic);
  if (!kind) return std::nullopt;
  parsed.kind = *kind;
  return parsed;
}

std::string make_topic(ShadowKey shadow, TopicKind kind) {
  std::string topic;
  write_topic(topic, shadow, kind);
  return topic;
}

void write_topic(std::string& out, ShadowKey shadow, TopicKind kind) {
  out.assign(kThings);
  out += shadow.thing;
  out += kShadow;
  if (!shadow.shadow.empty()) {
    out += kNamed;
    out += shadow.shadow;
    out += '/';
  }
  out += topic_suffix(kind);
}

std::string_view topic_suffix(TopicKind kind) {
  return kSuffixes[static_cast<std::size_t>(kind)];
}

bool is_thing_name(std::string_view name) {
  return !name.empty() && name.size() <= kThingNameBytesMax &&
         std::all_of(name.begin(), name.end(), is_name_character);
}

bool is_shadow_name(std::string_view name) {
  return !name.empty() && name.size() <= kShadowNameBytesMax &&
         std::all_of(name.begin(), name.end(), [](char character) {
           return is_name_character(character) || character == '$';
         });
}

}  // namespace shadowsim::shadow
