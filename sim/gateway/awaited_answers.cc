#include "sim/gateway/awaited_answers.h"

#include <algorithm>

namespace shadowsim::gateway {

std::optional<AwaitedAnswers::Place> AwaitedAnswers::requested(std::uint16_t packet_id,
                                                               Place place) {
  const auto earlier = take(packet_id);
  requests_.emplace_back(packet_id, place);
  return earlier;
}

std::optional<AwaitedAnswers::Place> AwaitedAnswers::acknowledged(std::uint16_t packet_id) {
  unacknowledged_ -= std::min<std::size_t>(unacknowledged_, 1);
  return take(packet_id);
}

AwaitedAnswers::Ping AwaitedAnswers::ping_answered() {
  if (pings_.empty()) return {};
  const Ping ping = pings_.front();
  pings_.pop_front();
  return ping;
}

std::optional<AwaitedAnswers::Place> AwaitedAnswers::take(std::uint16_t packet_id) {
  const auto found =
      std::ranges::find(requests_, packet_id, [](const auto& one) { return one.first; });
  if (found == requests_.end()) return std::nullopt;
  const Place place = found->second;
  requests_.erase(found);
  return place;
}

}  // namespace shadowsim::gateway
