#include "sim/probe/steps.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::probe {

using namespace std::chrono_literals;

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

Sequence<std::optional<std::string>> packet_of(Desk& desk, Line line, packet::PacketType type,
                                               TimePoint deadline) {
  for (;;) {
    std::optional<Event> event = co_await desk.next(deadline);
    if (!event) co_return std::nullopt;
    const Line from = std::visit([](const auto& one) { return one.line; }, *event);
    auto* const arrived = std::get_if<Arrived>(&*event);
    if (arrived == nullptr) desk.close(from);
    if (from != line) continue;
    if (arrived == nullptr) co_return std::nullopt;
    if (packet::next_frame(arrived->packet).frame.type() == type)
      co_return std::move(arrived->packet);
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
      asked.insert(desk.open(version, connect_packet(version, {.client_id = id})));
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

Sequence<std::optional<Entrance>> come_in(Desk& desk, packet::Version version, Greeting greeting) {
  constexpr int kTries = 6;
  constexpr Duration kPause = 1200ms;  // the same client ID may come once a second
  for (int i = 0; i < kTries; ++i) {
    const Line line = desk.open(version, connect_packet(version, greeting));
    const TimePoint deadline = desk.now() + 4 * kPatience;
    const std::optional<std::string> connack =
        co_await packet_of(desk, line, packet::PacketType::kConnack, deadline);
    if (connack) {
      const packet::Frame frame = packet::next_frame(*connack).frame;
      const auto read = packet::read_connack(frame, version);
      if (read && read->code == 0) co_return Entrance{line, *connack};
    }
    desk.close(line);
    co_await rest(desk, kPause);
  }
  co_return std::nullopt;
}

Sequence<bool> subscribe(Desk& desk, Line line, std::vector<std::string> filters,
                         std::uint8_t qos) {
  constexpr int kTries = 8;
  for (int i = 0; i < kTries; ++i) {
    constexpr std::uint16_t kId = 65'000;  // beyond those that loads use
    const auto id = static_cast<std::uint16_t>(kId + i);
    desk.send(line, subscribe_packet(desk.version(line), id, filters, qos));
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

}  // namespace shadowsim::probe
