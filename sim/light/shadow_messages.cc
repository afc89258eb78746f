#include "sim/light/shadow_messages.h"

#include <charconv>
#include <utility>

#include "sim/shadow/answer.h"
#include "sim/shadow/request.h"

namespace shadowsim::light {
namespace {

using shadow::TopicKind;

// The event that has been read, if any, as one of all.
template <class Wanted, class Read>
std::optional<Event> as(std::optional<Read> read) {
  if (!read) return std::nullopt;
  return Wanted{*std::move(read)};
}

// Empty for an empty section, which a request leaves out.
std::string to_json(const shadow::Section& section) {
  std::string json;
  if (!section.empty()) shadow::append_state(json, section);
  return json;
}

}  // namespace

std::vector<std::string> answer_filters(shadow::ShadowKey shadow) {
  std::vector<std::string> filters;
  for (const TopicKind answer : kHeard)
    filters.push_back(shadow::make_topic(shadow, answer));
  return filters;
}

std::optional<Event> read_event(TopicKind kind, std::string_view payload) {
  switch (kind) {
    case TopicKind::kUpdateDelta:
      return as<Event>(shadow::read_delta(payload));
    case TopicKind::kUpdateAccepted:
      return as<Event>(shadow::read_update_accepted(payload));
    case TopicKind::kUpdateRejected:
      return as<UpdateRejected>(shadow::read_rejected(payload));
    case TopicKind::kGetAccepted:
      return as<Event>(shadow::read_get_accepted(payload));
    case TopicKind::kGetRejected:
      return as<GetRejected>(shadow::read_rejected(payload));
    default:
      return std::nullopt;
  }
}

std::string make_payload(const Get& order) {
  return shadow::make_get_request(order.client_token);
}

std::string make_payload(const Report& order) {
  return shadow::make_update_request({.desired = to_json(order.desired),
                                      .reported = to_json(order.reported),
                                      .client_token = order.client_token,
                                      .version = {}});
}

std::string_view client_token_of(const Event& event) {
  if (const auto* got = std::get_if<shadow::GetAccepted>(&event)) return got->client_token;
  if (const auto* updated = std::get_if<shadow::UpdateAccepted>(&event))
    return updated->client_token;
  if (const auto* refused = std::get_if<GetRejected>(&event)) return refused->rejected.client_token;
  if (const auto* refused = std::get_if<UpdateRejected>(&event))
    return refused->rejected.client_token;
  return {};
}

std::uint32_t number_of(std::string_view client_token, std::string_view prefix) {
  client_token.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  std::from_chars(client_token.data(), client_token.data() + client_token.size(), number);
  return number;
}

}  // namespace shadowsim::light
