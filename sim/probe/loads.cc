#include "sim/probe/loads.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/probe/steps.h"

namespace shadowsim::probe {

// --- connects

Sequence<bool> ConnectLoad::prepare(Desk& /*desk*/) {
  co_return true;
}

void ConnectLoad::send(Desk& desk, std::uint32_t number) {
  const packet::Version version = versions_[number % versions_.size()];
  const std::string id =
      is_one_client_ ? desk.name() + "-same" : fmt::format("{}-{}", desk.name(), number);
  open_[desk.open(version, connect_packet(version, {.client_id = id}), false)] = number;
}

std::optional<std::uint32_t> ConnectLoad::take(Desk& desk, const Reply& reply) {
  const auto found = open_.find(reply.line);
  if (found == open_.end()) return std::nullopt;
  const std::uint32_t number = found->second;
  open_.erase(found);
  desk.close(reply.line);
  return number;
}

// --- what stands on admitted connections

Sequence<bool> LinesLoad::prepare(Desk& desk) {
  std::erase_if(lines_, [&](Line line) { return !desk.is_open(line); });
  if (lines_.size() < wanted_) {
    const std::vector<Line> more =
        co_await enter_all(desk, versions_, "line", wanted_ - lines_.size());
    lines_.insert(lines_.end(), more.begin(), more.end());
  }
  co_return lines_.size() == wanted_;
}

std::uint16_t LinesLoad::id_of(std::uint32_t number) const {
  constexpr std::uint32_t kIds = 60'000;
  return static_cast<std::uint16_t>(number / lines_.size() % kIds + 1);
}

std::optional<std::uint32_t> LinesLoad::number_of(Line line, std::uint32_t id) {
  const auto found = open_.find({line, id});
  if (found == open_.end()) return std::nullopt;
  const std::uint32_t number = found->second;
  open_.erase(found);
  return number;
}

// --- publishes

Sequence<bool> PublishLoad::prepare(Desk& desk) {
  const bool has_lines = co_await LinesLoad::prepare(desk);
  if (!has_lines || form_.receivers == 0) co_return has_lines;
  const std::vector<packet::Version> version(1, form_.versions.front());
  const std::vector<Line> receivers =
      co_await enter_all(desk, version, "receiver", form_.receivers);
  if (receivers.size() < form_.receivers) co_return false;
  for (std::size_t i = 0; i < receivers.size(); ++i) {
    const std::vector<std::string> filters(1, topic_of(desk, static_cast<std::uint32_t>(i)));
    const bool is_granted = co_await subscribe(desk, receivers[i], filters);
    if (!is_granted) co_return false;
  }
  co_return true;
}

std::string PublishLoad::topic_of(const Desk& desk, std::uint32_t number) const {
  if (form_.receivers > 0) return fmt::format("{}/{}", desk.name(), number % form_.receivers);
  switch (form_.topics) {
    case Topics::kOne:
      return desk.name() + "/one";
    case Topics::kMany:
      return fmt::format("{}/{}", desk.name(),
                         form_.topics_most == 0 ? number : number % form_.topics_most);
    case Topics::kRule:
      return fmt::format("$aws/rules/probe/{}", desk.name());
    case Topics::kUpdate:
      return shadow_topic(fmt::format("{}-{}", desk.name(), number % lines().size()), "", "update");
    case Topics::kOnePerLine:
      break;
  }
  return fmt::format("{}/{}", desk.name(), number % lines().size());
}

void PublishLoad::send(Desk& desk, std::uint32_t number) {
  const Line line = line_of(number);
  Message message{.topic = topic_of(desk, number), .qos = form_.qos, .retain = form_.retain};
  if (!form_.retain) message.payload = fmt::to_string(number);
  if (form_.qos > 0) {
    message.packet_id = id_of(number);
    note(number);
  }
  desk.send(line, publish_packet(desk.version(line), message));
}

std::optional<std::uint32_t> PublishLoad::take(Desk& /*desk*/, const Reply& reply) {
  if (form_.qos == 0)
    return reply.kind == Reply::Kind::kDelivery ? std::optional{reply.number} : std::nullopt;
  return reply.kind == Reply::Kind::kPuback ? number_of(reply.line, reply.number) : std::nullopt;
}

// --- what goes to many

Sequence<bool> FanOutLoad::prepare(Desk& desk) {
  const bool has_lines = co_await LinesLoad::prepare(desk);
  if (!has_lines) co_return false;
  std::erase_if(receivers_, [&](const auto& one) { return !desk.is_open(one.first); });
  const std::vector<packet::Version> version(1, version_);
  const std::vector<Line> entered =
      co_await enter_all(desk, version, "receiver", wanted_ - receivers_.size());
  const std::vector<std::string> filters(1, desk.name() + "/all");
  for (const Line line : entered) {
    const bool is_granted = co_await subscribe(desk, line, filters);
    if (!is_granted) co_return false;
    receivers_.emplace(line, static_cast<std::uint32_t>(receivers_.size()));
  }
  co_return receivers_.size() == wanted_;
}

// With the last of its deliveries a message is sent.
void FanOutLoad::send(Desk& desk, std::uint32_t number) {
  if (number % wanted_ != 0) return;
  const Message message{
      .topic = desk.name() + "/all", .payload = fmt::to_string(number / wanted_), .qos = 0};
  desk.send(lines().front(), publish_packet(version_, message));
}

std::optional<std::uint32_t> FanOutLoad::take(Desk& /*desk*/, const Reply& reply) {
  const auto receiver = receivers_.find(reply.line);
  if (reply.kind != Reply::Kind::kDelivery || receiver == receivers_.end() || reply.number == 0)
    return std::nullopt;
  return (reply.number - 1) * static_cast<std::uint32_t>(wanted_) + receiver->second + 1;
}

// --- filters

void FilterLoad::send(Desk& desk, std::uint32_t number) {
  const Line line = line_of(number);
  const packet::Version version = desk.version(line);
  const std::string filter =
      (form_.is_shared ? "$share/" + desk.name() + "/" : std::string{}) + desk.name() + "/none";
  note(number);
  desk.send(line, form_.packet == Packet::kSubscribe
                      ? subscribe_packet(version, id_of(number), {filter})
                      : unsubscribe_packet(version, id_of(number), {filter}));
}

std::optional<std::uint32_t> FilterLoad::take(Desk& /*desk*/, const Reply& reply) {
  const auto answer =
      form_.packet == Packet::kSubscribe ? Reply::Kind::kSuback : Reply::Kind::kUnsuback;
  return reply.kind == answer ? number_of(reply.line, reply.number) : std::nullopt;
}

// --- shadows

Sequence<bool> ShadowLoad::prepare(Desk& desk) {
  const bool has_lines = co_await LinesLoad::prepare(desk);
  if (!has_lines) co_return false;
  for (std::size_t line = 0; line < lines().size(); ++line) {
    const std::vector<std::string> filters = answers_of(desk, line);
    const bool is_granted = co_await subscribe(desk, lines()[line], filters);
    if (!is_granted) co_return false;
  }
  co_return true;
}

std::vector<std::string> ShadowLoad::answers_of(const Desk& desk, std::size_t line) const {
  std::vector<std::string> filters;
  for (std::size_t thing = 0; thing < things_per_line_; ++thing) {
    for (const char* const answer : {"update/accepted", "update/rejected"})
      filters.push_back(shadow_topic(thing_of(desk, line, thing), "", answer));
  }
  return filters;
}

std::string ShadowLoad::thing_of(const Desk& desk, std::size_t line, std::size_t thing) const {
  return fmt::format("{}-{}-{}", desk.name(), line, thing);
}

void ShadowLoad::send(Desk& desk, std::uint32_t number) {
  const Line line = line_of(number);
  const std::size_t place = number % lines().size();
  const std::size_t thing = number / lines().size() % things_per_line_;
  const Message message{
      .topic = shadow_topic(thing_of(desk, place, thing), "", "update"),
      .payload = update_payload(number, fmt::format(R"({{"reported":{{"n":{}}}}})", number % 10)),
      .packet_id = id_of(number)};
  desk.send(line, publish_packet(desk.version(line), message));
}

std::optional<std::uint32_t> ShadowLoad::take(Desk& /*desk*/, const Reply& reply) {
  return reply.kind == Reply::Kind::kShadow ? std::optional{reply.number} : std::nullopt;
}

}  // namespace shadowsim::probe
