#include "sim/probe/told_probe.h"

#include <string>
#include <vector>

#include "sim/probe/steps.h"

namespace shadowsim::probe {
namespace {

using packet::Version;

std::optional<std::uint32_t> number_in(const packet::Properties& properties,
                                       packet::PropertyId id) {
  const packet::Property* const property = properties.find(id);
  return property == nullptr ? std::nullopt : std::optional{property->number()};
}

}  // namespace

Sequence<Finding> find_told(Desk& desk, ToldTask task) {
  Finding finding{.tried_up_to = task.asked.value_or(task.configured)};
  const std::optional<std::uint32_t> told = co_await task.ask(desk);
  if (!told) {
    finding.remark = "could not connect and subscribe, or there was no answer";
    co_return finding;
  }
  const double number = *told;
  if (task.asked && number == *task.asked) {
    finding.verdict = Verdict::kAbsent;
    co_return finding;
  }
  ++finding.saw[{Sight::Kind::kTold, *told}];
  const bool is_same = number <= task.configured && number >= task.configured - task.tolerance;
  finding.found = is_same ? task.configured : number;
  finding.verdict = is_same ? Verdict::kHolds : Verdict::kDiffers;
  co_return finding;
}

Told told_by_connack(Desk& desk, Greeting greeting, packet::PropertyId property,
                     std::uint32_t unless_told) {
  const std::optional<Entrance> entrance = co_await come_in(desk, Version::kMqtt5, greeting);
  if (!entrance) co_return std::nullopt;
  desk.close(entrance->line);
  const packet::Frame frame = packet::next_frame(entrance->connack).frame;
  const auto connack = packet::read_connack(frame, Version::kMqtt5);
  co_return number_in(connack->properties, property).value_or(unless_told);
}

Told told_by_delivery(Desk& desk, std::uint32_t expiry) {
  const Line line = co_await enter(desk, Version::kMqtt5, "expiry");
  if (line == 0) co_return std::nullopt;
  const std::string topic = desk.name() + "/expiry";
  const std::vector<std::string> filters(1, topic);
  const bool is_granted = co_await subscribe(desk, line, filters);
  if (!is_granted) co_return std::nullopt;
  const Message message{.topic = topic, .packet_id = 1, .expiry = expiry};
  desk.send(line, publish_packet(Version::kMqtt5, message));
  const TimePoint deadline = desk.now() + kPatience;
  const std::optional<std::string> delivered =
      co_await packet_of(desk, line, packet::PacketType::kPublish, deadline);
  desk.close(line);
  if (!delivered) co_return std::nullopt;
  const packet::Frame frame = packet::next_frame(*delivered).frame;
  const auto publish = packet::read_publish(frame, Version::kMqtt5);
  if (!publish) co_return std::nullopt;
  co_return number_in(publish->properties, packet::PropertyId::kMessageExpiryInterval);
}

}  // namespace shadowsim::probe
