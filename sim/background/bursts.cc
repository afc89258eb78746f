#include "sim/background/bursts.h"

#include <fmt/format.h>

#include "sim/packet/packet_writing.h"
#include "sim/probe/packets.h"
#include "sim/probe/steps.h"

namespace shadowsim::background {

using probe::Desk;
using probe::Message;
using probe::Reply;
using probe::Sequence;

// --- requests of one thing

Sequence<bool> OpenRequestsLoad::prepare(Desk& desk) {
  const bool has_lines = co_await LinesLoad::prepare(desk);
  if (!has_lines) co_return false;
  std::vector<std::string> filters;
  for (const char* const answer : {"update/accepted", "update/rejected"})
    filters.push_back(probe::shadow_topic(desk.name(), "+", answer));
  const bool is_granted = co_await probe::subscribe(desk, lines().front(), filters);
  co_return is_granted;
}

void OpenRequestsLoad::send(Desk& desk, std::uint32_t number) {
  const std::string shadow = fmt::format("s{}", number % shadows_);
  const std::string state = fmt::format(R"({{"reported":{{"n":{}}}}})", number % 10);
  const Message message{.topic = probe::shadow_topic(desk.name(), shadow, "update"),
                        .payload = probe::update_payload(number, state),
                        .packet_id = id_of(number)};
  note(number);
  desk.send(lines().front(), publish_packet(desk.version(lines().front()), message));
}

std::optional<std::uint32_t> OpenRequestsLoad::take(Desk& /*desk*/, const Reply& reply) {
  if (reply.kind == Reply::Kind::kShadow) return reply.number;
  if (reply.kind != Reply::Kind::kPuback) return std::nullopt;
  const auto published = number_of(reply.line, reply.number);
  return reply.is_good ? std::nullopt : published;
}

// --- messages to a slow reader

Sequence<bool> UnacknowledgedLoad::prepare(Desk& desk) {
  const bool has_lines = co_await LinesLoad::prepare(desk);
  if (!has_lines) co_return false;
  if (desk.is_open(reader_)) co_return true;
  unacknowledged_.clear();
  reader_ = co_await probe::enter(desk, version_, "reader");
  if (reader_ == 0) co_return false;
  const std::vector<std::string> filters(1, desk.name() + "/slow");
  const bool is_granted = co_await probe::subscribe(desk, reader_, filters, 1);
  co_return is_granted;
}

// What is left over of the last ones, as one of them did not come, is not to fill the next ones' places.
void UnacknowledgedLoad::send(Desk& desk, std::uint32_t number) {
  if ((number - 1) % at_once_ == 0) acknowledge(desk);
  const Message message{.topic = desk.name() + "/slow",
                        .payload = fmt::to_string(number),
                        .packet_id = id_of(number)};
  note(number);
  desk.send(lines().front(), publish_packet(version_, message));
}

std::optional<std::uint32_t> UnacknowledgedLoad::take(Desk& desk, const Reply& reply) {
  if (reply.kind == Reply::Kind::kPuback) {
    const auto published = number_of(reply.line, reply.number);
    return reply.is_good ? std::nullopt : published;
  }
  if (reply.kind != Reply::Kind::kDelivery || reply.line != reader_) return std::nullopt;
  unacknowledged_.push_back(reply.packet_id);
  if (unacknowledged_.size() == at_once_) acknowledge(desk);
  return reply.number;
}

void UnacknowledgedLoad::acknowledge(Desk& desk) {
  std::string bytes;
  for (const std::uint16_t packet_id : unacknowledged_)
    packet::append_puback(bytes, version_, packet_id, 0, {});
  unacknowledged_.clear();
  if (!bytes.empty()) desk.send(reader_, std::move(bytes));
}

}  // namespace shadowsim::background
