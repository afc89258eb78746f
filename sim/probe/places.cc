#include "sim/probe/places.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "sim/probe/steps.h"

namespace shadowsim::probe {

using namespace std::chrono_literals;

// --- connections

Sequence<std::optional<Reply>> ConnectionPlaces::take(Desk& desk, std::uint64_t number) {
  const packet::Version version = versions_[number % versions_.size()];
  const Greeting greeting{.client_id = fmt::format("{}-{}", desk.name(), number)};
  const Line line = desk.open(version, connect_packet(version, greeting));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kConnack, 0, 4 * kPatience);
  if (reply.is_good) {
    given_.push_back(line);
  } else {
    desk.close(line);
  }
  co_return reply;
}

std::uint64_t ConnectionPlaces::lost(const Desk& desk) const {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(given_, [&](Line line) { return !desk.is_open(line); }));
}

Sequence<bool> ConnectionPlaces::give_back(Desk& desk) {
  if (given_.empty()) co_return false;
  desk.close(given_.back());
  given_.pop_back();
  co_return true;
}

Sequence<bool> ConnectionPlaces::clear(Desk& desk) {
  for (const Line line : given_)
    desk.close(line);
  given_.clear();
  co_return true;
}

// --- what is had on topics

Sequence<Line> TopicPlaces::line_for(Desk& desk, std::uint64_t number) {
  const std::size_t version = number % versions_.size();
  const std::uint64_t place = number / versions_.size() / per_line_;
  Line& line = lines_[{version, place}];
  if (!desk.is_open(line)) {
    const std::string suffix = fmt::format("{}-{}", version, place);
    line = co_await enter(desk, versions_[version], suffix);
  }
  co_return line;
}

Sequence<std::optional<Reply>> TopicPlaces::take(Desk& desk, std::uint64_t number) {
  const std::optional<Reply> reply = co_await renew(desk, number);
  if (reply && reply->is_good) given_.push_back({reply->line, topic_of(desk, number)});
  co_return reply;
}

Sequence<std::optional<Reply>> TopicPlaces::renew(Desk& desk, std::uint64_t number) {
  const Line line = co_await line_for(desk, number);
  if (line == 0) co_return std::nullopt;
  const Reply reply = co_await ask(desk, line, topic_of(desk, number));
  co_return reply;
}

// Never 0, which is no packet ID.
std::uint16_t TopicPlaces::next_id() {
  constexpr std::uint16_t kHighest = 60'000;
  last_id_ = last_id_ == kHighest ? std::uint16_t{1} : static_cast<std::uint16_t>(last_id_ + 1);
  return last_id_;
}

std::uint64_t TopicPlaces::lost(const Desk& desk) const {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(given_, [&](const Given& one) { return !desk.is_open(one.line); }));
}

Sequence<bool> TopicPlaces::give_back(Desk& desk) {
  if (given_.empty()) co_return false;
  const Given one = given_.front();
  const bool is_given_back = co_await return_one(desk, one.line, one.topic);
  if (is_given_back) given_.pop_front();
  co_return is_given_back;
}

// --- subscriptions

std::string SubscriptionPlaces::topic_of(const Desk& desk, std::uint64_t number) const {
  return filter_(desk, number);
}

Sequence<Reply> SubscriptionPlaces::ask(Desk& desk, Line line, std::string topic) {
  const std::uint16_t id = next_id();
  const std::vector<std::string> filters(1, topic);
  desk.send(line, subscribe_packet(desk.version(line), id, filters));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kSuback, id, kPatience);
  co_return reply;
}

Sequence<bool> SubscriptionPlaces::return_one(Desk& desk, Line line, std::string topic) {
  const std::uint16_t id = next_id();
  const std::vector<std::string> filters(1, topic);
  desk.send(line, unsubscribe_packet(desk.version(line), id, filters));
  const Reply reply = co_await reply_to(desk, line, Reply::Kind::kUnsuback, id, kPatience);
  co_return reply.is_good;
}

Sequence<bool> SubscriptionPlaces::clear(Desk& desk) {
  while (const Given* const one = first()) {
    desk.close(one->line);
    forget_first();
  }
  co_return true;
}

// --- retained messages

std::string RetainedPlaces::topic_of(const Desk& desk, std::uint64_t number) const {
  return fmt::format("{}/{}", desk.name(), number);
}

Sequence<Reply> RetainedPlaces::publish(Desk& desk, Line line, std::string topic,
                                        std::string payload) {
  const Message message{.topic = std::move(topic),
                        .payload = std::move(payload),
                        .retain = true,
                        .packet_id = next_id()};
  desk.send(line, publish_packet(desk.version(line), message));
  const Reply reply =
      co_await reply_to(desk, line, Reply::Kind::kPuback, message.packet_id, kPatience);
  co_return reply;
}

Sequence<Reply> RetainedPlaces::ask(Desk& desk, Line line, std::string topic) {
  const Reply reply = co_await publish(desk, line, topic, "kept");
  co_return reply;
}

// One topic takes no more than one retained message a second: it may have to wait.
Sequence<bool> RetainedPlaces::return_one(Desk& desk, Line line, std::string topic) {
  constexpr int kTries = 8;
  for (int i = 0; i < kTries; ++i) {
    const Reply reply = co_await publish(desk, line, topic, "");
    if (reply.is_good) co_return true;
    co_await rest(desk, 200ms);
  }
  co_return false;
}

Sequence<bool> RetainedPlaces::clear(Desk& desk) {
  for (bool goes_on = true; goes_on;) {
    goes_on = co_await give_back(desk);
    co_await rest(desk, gap_);
  }
  co_return true;
}

}  // namespace shadowsim::probe
