#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/light/action.h"
#include "sim/light/event.h"
#include "sim/shadow/topics.h"

// A light's events and orders as the messages of its shadow: topics and payloads, whatever carries
// them.
namespace shadowsim::light {

// What a light subscribes to for each of its shadows: what the AWS sample does, and its policy
// allows. No more than the 8 filters that AWS takes in one SUBSCRIBE.
inline constexpr std::array kHeard{shadow::TopicKind::kGetAccepted, shadow::TopicKind::kGetRejected,
                                   shadow::TopicKind::kUpdateAccepted,
                                   shadow::TopicKind::kUpdateRejected,
                                   shadow::TopicKind::kUpdateDelta};

// What a light publishes to for each of its shadows; an app, to the last of them.
inline constexpr std::array kSaid{shadow::TopicKind::kGet, shadow::TopicKind::kUpdate};

// The topics of kHeard.
std::vector<std::string> answer_filters(shadow::ShadowKey shadow);

// What a message on a topic of this kind tells a light. None where the payload is not what the
// topic promises, or the topic is none of answer_filters().
std::optional<Event> read_event(shadow::TopicKind kind, std::string_view payload);

// The payload of the request that is ordered, for the topic get or update.
std::string make_payload(const Get& order);
std::string make_payload(const Report& order);

// Whose answer the event is: the client token of the request that was accepted or rejected. Empty where
// it is no answer to a request, or the request had none.
std::string_view client_token_of(const Event& event);

// A light's tokens are its prefix and a number that counts.
// Requires: a token that begins with the prefix.
std::uint32_t number_of(std::string_view client_token, std::string_view prefix);

}  // namespace shadowsim::light
