#include "sim/service/shadow_service.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace shadowsim::service {

using shadow::Document;
using shadow::Envelope;
using shadow::PlainRequest;
using shadow::Reason;
using shadow::RefusedRequest;
using shadow::Rejection;
using shadow::TopicKind;
using shadow::UpdateRequest;

struct ShadowService::Call {
  shadow::Topic topic;
  WallTime now;
  Publications& out;

  Envelope envelope(std::optional<std::string_view> client_token) const {
    return {shadow::to_timestamp(now), client_token};
  }

  // A message on a topic of this shadow; the payload is to be written.
  std::string& publish(TopicKind kind) const {
    Publication& publication = out.add();
    shadow::write_topic(publication.topic, topic.shadow, kind);
    return publication.payload;
  }

  void reject(const Rejection& rejection, std::optional<std::string_view> client_token) const {
    shadow::write_rejected(publish(shadow::rejected_of(topic.kind)), rejection, client_token);
  }

  // The name that the service's 404 quotes: 'thing' or 'thing~shadow'.
  Rejection no_shadow() const {
    std::string name{topic.shadow.thing};
    if (!topic.shadow.shadow.empty()) name.append("~").append(topic.shadow.shadow);
    return shadow::make_rejection(Reason::kNoShadow, name);
  }
};

// What a get or a delete is about.
struct ShadowService::Asked {
  const Document& document;
  Envelope envelope;
};

ShadowService::ShadowService(const shadow::Limits& limits) : limits_(limits), reader_(limits) {}

bool ShadowService::handle(std::string_view topic, std::string_view payload, WallTime now,
                           Publications& out) {
  out.clear();
  const auto parsed = shadow::parse_topic(topic);
  if (!parsed || !shadow::is_request(parsed->kind)) return false;
  const Call call{*parsed, now, out};
  if (parsed->kind == TopicKind::kUpdate)
    update(call, payload);
  else if (parsed->kind == TopicKind::kGet)
    get(call, payload);
  else
    remove(call, payload);
  return true;
}

bool ShadowService::turn_away(std::string_view topic, std::string_view payload, int code,
                              WallTime now, Publications& out) {
  out.clear();
  const auto parsed = shadow::parse_topic(topic);
  if (!parsed || !shadow::is_request(parsed->kind)) return false;
  const auto read = reader_.read_plain(payload);
  const auto token = std::visit([](const auto& request) { return request.client_token; }, read);
  Call{*parsed, now, out}.reject({code, shadow::make_rejection(Reason::kTooManyRequests).message},
                                 token);
  return true;
}

void ShadowService::update(const Call& call, std::string_view payload) {
  const auto read = reader_.read_update(payload);
  if (const auto* const refused = std::get_if<RefusedRequest>(&read))
    return call.reject(refused->rejection, refused->client_token);
  const auto& request = std::get<UpdateRequest>(read);

  const shadow::ShadowKey key = call.topic.shadow;
  const Document* const previous = store_.find(key);
  Document unborn;
  if (previous == nullptr)
    unborn.version = store_.buried_version(key, call.now, limits_.tombstone_life);
  auto result = shadow::updated(previous != nullptr ? *previous : unborn, request,
                                shadow::to_timestamp(call.now), limits_);
  if (const auto* const rejection = std::get_if<Rejection>(&result))
    return call.reject(*rejection, request.client_token);

  auto& current = std::get<Document>(result);
  publish_update(call, request, previous, current);
  tell({key, &store_.put(key, std::move(current)), {}});
}

void ShadowService::publish_update(const Call& call, const UpdateRequest& request,
                                   const Document* previous, const Document& current) {
  const Envelope envelope = call.envelope(request.client_token);
  // The delta first: a device waits for it, and the order of the three is free.
  const shadow::Section delta = shadow::difference(current.desired, current.reported);
  if (!delta.empty())
    shadow::write_update_delta(call.publish(TopicKind::kUpdateDelta), delta, current.version,
                               envelope);
  shadow::write_update_accepted(call.publish(TopicKind::kUpdateAccepted), request, current.version,
                                envelope);
  shadow::write_update_documents(call.publish(TopicKind::kUpdateDocuments), previous, current,
                                 envelope);
}

// A get or a delete of a shadow that is there. None where it was rejected.
std::optional<ShadowService::Asked> ShadowService::read_plain(const Call& call,
                                                              std::string_view payload) {
  const auto read = reader_.read_plain(payload);
  if (const auto* const refused = std::get_if<RefusedRequest>(&read)) {
    call.reject(refused->rejection, refused->client_token);
    return std::nullopt;
  }
  const auto client_token = std::get<PlainRequest>(read).client_token;
  if (const Document* const document = store_.find(call.topic.shadow))
    return Asked{*document, call.envelope(client_token)};
  call.reject(call.no_shadow(), client_token);
  return std::nullopt;
}

void ShadowService::get(const Call& call, std::string_view payload) {
  const auto asked = read_plain(call, payload);
  if (!asked) return;
  shadow::write_get_accepted(call.publish(TopicKind::kGetAccepted), asked->document,
                             asked->envelope);
}

void ShadowService::remove(const Call& call, std::string_view payload) {
  const auto asked = read_plain(call, payload);
  if (!asked) return;
  const shadow::Version version = asked->document.version;
  const Tombstone tombstone{shadow::tombstone_version(version), call.now};
  store_.bury(call.topic.shadow, tombstone);
  shadow::write_delete_accepted(call.publish(TopicKind::kDeleteAccepted), version, asked->envelope);
  tell({call.topic.shadow, nullptr, tombstone});
}

void ShadowService::due(WallTime now) {
  constexpr std::size_t kSweepMax = 4096;
  store_.sweep(now, limits_.tombstone_life, kSweepMax);
}

void ShadowService::restore(shadow::ShadowKey key, Document document) {
  store_.put(key, std::move(document));
}

void ShadowService::restore(shadow::ShadowKey key, const Tombstone& tombstone) {
  store_.bury(key, tombstone);
}

void ShadowService::tell(const StoredChange& change) const {
  if (listener_) listener_(change);
}

}  // namespace shadowsim::service
