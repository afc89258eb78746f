#include "sim/probe/steps.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::probe {

using namespace std::chrono_literals;

std::string connect_packet(packet::Version version, std::string_view client_id,
                           std::uint16_t keep_alive) {
  std::string bytes;
  packet::append_connect(
      bytes,
      {.version = version, .clean_start = true, .keep_alive = keep_alive, .client_id = client_id},
      {});
  return bytes;
}

std::string publish_packet(packet::Version version, const Message& message) {
  packet::Publish publish{.qos = message.qos,
                          .retain = message.retain,
                          .topic = message.topic,
                          .packet_id = message.packet_id,
                          .payload = message.payload};
  // Properties are read off bytes: these are written first.
  std::string properties;
  if (message.alias) {
    properties.push_back(static_cast<char>(packet::PropertyId::kTopicAlias));
    packet::append_two_bytes(properties, *message.alias);
  }
  constexpr std::size_t kTextMost = 60'000;
  for (std::size_t rest = message.user_property_bytes; rest > 0;) {
    const std::size_t part = std::min(rest, kTextMost);
    properties.push_back(static_cast<char>(packet::PropertyId::kUserProperty));
    packet::append_text(properties, "");
    packet::append_text(properties, std::string(part, 'x'));
    rest -= part;
  }
  std::string with_length;
  packet::append_variable(with_length, properties.size());
  with_length += properties;
  std::string_view bytes = with_length;
  if (auto read = packet::Properties::take(bytes)) publish.properties = *std::move(read);
  std::string out;
  packet::append_publish(out, version, publish);
  return out;
}

std::string subscribe_packet(packet::Version version, std::uint16_t packet_id,
                             const std::vector<std::string>& filters, std::uint8_t qos) {
  std::vector<packet::Filter> asked;
  asked.reserve(filters.size());
  for (const std::string& filter : filters)
    asked.push_back({filter, qos});
  std::string bytes;
  packet::append_subscribe(bytes, version, {.packet_id = packet_id}, asked);
  return bytes;
}

Sequence<std::optional<Reply>> next_reply(Desk& desk, TimePoint deadline) {
  for (;;) {
    const std::optional<Event> event = co_await desk.next(deadline);
    if (!event) co_return std::nullopt;
    const Line line = std::visit([](const auto& one) { return one.line; }, *event);
    const std::optional<Reply> reply = read_reply(*event, desk.version(line));
    if (!reply) continue;
    if (reply->kind == Reply::Kind::kEnd) desk.close(line);
    co_return reply;
  }
}

Sequence<Reply> reply_to(Desk& desk, Line line, Reply::Kind kind, std::uint32_t number,
                         Duration patience) {
  const TimePoint deadline = desk.now() + patience;
  for (;;) {
    const std::optional<Reply> reply = co_await next_reply(desk, deadline);
    if (!reply) co_return Reply{.kind = kind, .line = line, .number = number};
    if (reply->line != line) continue;
    if (reply->kind == Reply::Kind::kEnd) co_return *reply;
    const bool is_numberless = kind == Reply::Kind::kShadow && reply->number == 0;
    if (reply->kind == kind && (reply->number == number || is_numberless)) co_return *reply;
  }
}

Sequence<Line> enter(Desk& desk, packet::Version version, std::string suffix) {
  const std::vector<packet::Version> versions(1, version);
  const std::vector<Line> lines = co_await enter_all(desk, versions, std::move(suffix), 1);
  co_return lines.empty() ? 0 : lines.front();
}

Sequence<std::vector<Line>> enter_all(Desk& desk, std::vector<packet::Version> versions,
                                      std::string suffix, std::size_t count) {
  constexpr int kTries = 6;
  constexpr Duration kLongest = 30s;
  std::vector<Line> admitted;
  std::size_t made = 0;
  for (int i = 0; i < kTries && admitted.size() < count; ++i) {
    std::set<Line> asked;
    for (std::size_t more = admitted.size(); more < count; ++more) {
      const packet::Version version = versions[more % versions.size()];
      const std::string id = fmt::format("{}-{}-{}", desk.name(), suffix, made++);
      asked.insert(desk.open(version, connect_packet(version, id)));
    }
    const TimePoint deadline = desk.now() + kLongest;
    while (!asked.empty()) {
      const std::optional<Reply> reply = co_await next_reply(desk, deadline);
      if (!reply) break;
      if (asked.erase(reply->line) == 0) continue;
      if (reply->kind == Reply::Kind::kConnack && reply->is_good) {
        admitted.push_back(reply->line);
      } else {
        desk.close(reply->line);
      }
    }
    for (const Line line : asked)
      desk.close(line);
    if (admitted.size() < count) co_await rest(desk, 300ms * (i + 1));
  }
  co_return admitted;
}

Sequence<bool> subscribe(Desk& desk, Line line, std::vector<std::string> filters) {
  constexpr int kTries = 8;
  for (int i = 0; i < kTries; ++i) {
    constexpr std::uint16_t kId = 65'000;  // beyond those that loads use
    const auto id = static_cast<std::uint16_t>(kId + i);
    desk.send(line, subscribe_packet(desk.version(line), id, filters));
    const Reply reply = co_await reply_to(desk, line, Reply::Kind::kSuback, id, kPatience);
    if (reply.is_good) co_return true;
    if (reply.kind == Reply::Kind::kEnd) break;
    co_await rest(desk, 200ms * (i + 1));
  }
  co_return false;
}

Sequence<bool> rest(Desk& desk, Duration span) {
  const TimePoint deadline = desk.now() + span;
  for (;;) {
    const std::optional<Reply> lost = co_await next_reply(desk, deadline);
    if (!lost) co_return true;
  }
}

std::string shadow_topic(std::string_view thing, std::string_view shadow,
                         std::string_view operation) {
  if (shadow.empty()) return fmt::format("$aws/things/{}/shadow/{}", thing, operation);
  return fmt::format("$aws/things/{}/shadow/name/{}/{}", thing, shadow, operation);
}

std::string update_payload(std::uint32_t number, std::string_view state) {
  return fmt::format(R"({{"state":{},"clientToken":"p{}"}})", state, number);
}

}  // namespace shadowsim::probe
