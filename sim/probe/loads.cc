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
  open_[desk.open(version, connect_packet(version, id), false)] = number;
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
      return fmt::format("{}/{}", desk.name(), number);
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

// --- subscribes

void SubscribeLoad::send(Desk& desk, std::uint32_t number) {
  const Line line = line_of(number);
  note(number);
  desk.send(line, subscribe_packet(desk.version(line), id_of(number), {desk.name() + "/none"}));
}

std::optional<std::uint32_t> SubscribeLoad::take(Desk& /*desk*/, const Reply& reply) {
  return reply.kind == Reply::Kind::kSuback ? number_of(reply.line, reply.number) : std::nullopt;
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
