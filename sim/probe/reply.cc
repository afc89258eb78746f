#include "sim/probe/reply.h"

#include <charconv>
#include <string_view>

namespace shadowsim::probe {
namespace {

using packet::PacketType;

constexpr unsigned kRefusals = 0x80;  // codes from here on

// The number that begins the text; 0 where none does.
std::uint32_t leading_number(std::string_view text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The number behind that text; 0 where there is none.
std::uint32_t number_after(std::string_view text, std::string_view mark) {
  const std::size_t place = text.find(mark);
  return place == std::string_view::npos ? 0 : leading_number(text.substr(place + mark.size()));
}

std::optional<Reply> connack_of(const packet::Frame& frame, packet::Version version) {
  const auto connack = packet::read_connack(frame, version);
  if (!connack) return std::nullopt;
  Reply reply{.kind = Reply::Kind::kConnack,
              .is_good = connack->code == 0,
              .sight = {Sight::Kind::kConnack, connack->code}};
  const auto* const told = connack->properties.find(packet::PropertyId::kServerKeepAlive);
  if (told != nullptr) reply.keep_alive = static_cast<std::uint16_t>(told->number());
  return reply;
}

std::optional<Reply> puback_of(const packet::Frame& frame, packet::Version version) {
  const auto answer = packet::read_publish_answer(frame, version);
  if (!answer) return std::nullopt;
  return Reply{.kind = Reply::Kind::kPuback,
               .number = answer->packet_id,
               .is_good = answer->reason < kRefusals,
               .sight = {Sight::Kind::kPuback, answer->reason}};
}

// Not good where one filter is refused.
std::optional<Reply> filters_of(const packet::Frame& frame, packet::Version version,
                                Reply::Kind kind, Sight::Kind sight) {
  const auto answer = packet::read_subscribe_answer(frame, version);
  if (!answer) return std::nullopt;
  Reply reply{.kind = kind, .number = answer->packet_id, .is_good = true};
  for (const char letter : answer->codes) {
    const auto code = static_cast<std::uint8_t>(letter);
    if (code < kRefusals) continue;
    reply.is_good = false;
    reply.sight = {sight, code};
  }
  return reply;
}

std::optional<Reply> message_of(const packet::Frame& frame, packet::Version version) {
  const auto publish = packet::read_publish(frame, version);
  if (!publish) return std::nullopt;
  if (!publish->topic.starts_with("$aws/things/"))
    return Reply{.kind = Reply::Kind::kDelivery,
                 .number = leading_number(publish->payload),
                 .is_good = true,
                 .packet_id = publish->packet_id};
  const bool is_rejected = publish->topic.ends_with("/rejected");
  if (!is_rejected && !publish->topic.ends_with("/accepted")) return std::nullopt;
  const auto code = number_after(publish->payload, "\"code\":");
  return Reply{.kind = Reply::Kind::kShadow,
               .number = number_after(publish->payload, "\"clientToken\":\"p"),
               .is_good = !is_rejected,
               .sight = {Sight::Kind::kRejected, static_cast<std::uint16_t>(code)}};
}

std::optional<Reply> packet_of(std::string_view bytes, packet::Version version) {
  const packet::Frame frame = packet::next_frame(bytes).frame;
  switch (frame.type()) {
    case PacketType::kConnack:
      return connack_of(frame, version);
    case PacketType::kPuback:
    case PacketType::kPubrec:
      return puback_of(frame, version);
    case PacketType::kSuback:
      return filters_of(frame, version, Reply::Kind::kSuback, Sight::Kind::kSuback);
    case PacketType::kUnsuback:
      return filters_of(frame, version, Reply::Kind::kUnsuback, Sight::Kind::kUnsuback);
    case PacketType::kPublish:
      return message_of(frame, version);
    case PacketType::kDisconnect: {
      const auto disconnect = packet::read_disconnect(frame, version);
      const std::uint8_t code = disconnect ? disconnect->reason : 0;
      return Reply{.kind = Reply::Kind::kEnd, .sight = {Sight::Kind::kDisconnect, code}};
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Reply> read_reply(const Event& event, packet::Version version) {
  if (const auto* const ended = std::get_if<Ended>(&event))
    return Reply{.line = ended->line, .sight = {Sight::Kind::kClose, 0}};
  const auto& arrived = std::get<Arrived>(event);
  auto reply = packet_of(arrived.packet, version);
  if (reply) reply->line = arrived.line;
  return reply;
}

}  // namespace shadowsim::probe
