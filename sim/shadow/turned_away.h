#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shadowsim::shadow {

// Topics between the parts of an endpoint; its front door takes none of them from a client.
inline constexpr std::string_view kInternalTopics = "$shadowsim/";

// A request that the service is to answer with a rejection unread, since a quota of it is used up. The
// front door tells the service so by a mark before its topic: "$shadowsim/rejected/429/$aws/things/...".
// Owns: nothing; borrows the topic.
struct TurnedAway {
  int code = 0;            // of the rejection, 400 to 599
  std::string_view topic;  // the request's own

  friend bool operator==(TurnedAway, TurnedAway) = default;
};

// Takes the mark off a topic; none for any other text, whatever its bytes.
std::optional<TurnedAway> read_turned_away(std::string_view topic);

// The topic with its mark. Requires: a code of 400 to 599.
std::string to_topic(const TurnedAway& away);

}  // namespace shadowsim::shadow
