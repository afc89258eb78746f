#include "sim/mqtt/paho/paho_gate.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/mqtt/paho/subscribe_codes.h"

namespace shadowsim::mqtt::paho {
namespace {

// The two numbers that travel through Paho as the one pointer of a token's context.
struct Context {
  std::uint32_t generation;
  PublishTag tag;
};

Context context_of(const ::mqtt::token& token) {
  const auto both = reinterpret_cast<std::uintptr_t>(token.get_user_context());
  return {static_cast<std::uint32_t>(both >> 32U), static_cast<PublishTag>(both)};
}

// The MQTT 5 code of the same meaning as a return code of MQTT 3.1.1's CONNACK.
// Source: MQTT Version 3.1.1, section 3.2.2.3; MQTT Version 5.0, section 3.2.2.2.
ReasonCode from_connack_311(int code) {
  switch (code) {
    case 1:
      return 0x84;  // unsupported protocol version
    case 2:
      return 0x85;  // client identifier not valid
    case 3:
      return 0x88;  // server unavailable
    case 4:
      return 0x86;  // bad user name or password
    case 5:
      return kNotAuthorized;
    default:
      return kUnspecifiedError;
  }
}

// What Paho's C library says of a failed connect. The C++ token tells it only as an exception.
std::string failure_text(const ::mqtt::token& failed) {
  try {
    failed.get_connect_response();
    return {};
  } catch (const ::mqtt::exception& failure) {
    return failure.get_message();
  }
}

// Tells the stages apart by Paho's texts, since its codes are the same for all.
ConnectFailed connect_failure(const ::mqtt::token& token, ProtocolVersion version) {
  const std::string text = failure_text(token);
  const int code = token.get_return_code();
  if (text == "CONNACK return code") {
    const ReasonCode reason =
        version == ProtocolVersion::kMqtt5 ? static_cast<ReasonCode>(code) : from_connack_311(code);
    return {ConnectStage::kConnack, reason, to_text(reason)};
  }
  if (text == "TCP connect timeout")
    return {ConnectStage::kTimeout, kUnspecifiedError, "no answer in time"};
  return {ConnectStage::kTransport, kUnspecifiedError,
          text.empty() ? ::mqtt::exception::error_str(code) : text};
}

// The server's code for a publish or a single subscription, or none where it gave no answer.
std::optional<ReasonCode> refusal(const ::mqtt::token& token, ProtocolVersion version) {
  const int code = version == ProtocolVersion::kMqtt5 ? static_cast<int>(token.get_reason_code())
                                                      : token.get_return_code();
  if (code < 0x80 || code > 0xFF) return std::nullopt;
  return static_cast<ReasonCode>(code);
}

}  // namespace

PahoGate::PahoGate(const SessionOptions& options, const Clock& clock, Mailbox& mailbox)
    : session_{options.id},
      version_{options.version},
      tells_successful_publishes_{options.tells_successful_publishes},
      clock_{clock},
      mailbox_{mailbox} {}

void PahoGate::attach(::mqtt::async_client& client) {
  // Never set_callback() or set_connected_handler(): with them a connect is answered twice.
  client.set_message_callback([this](const auto& message) { on_message(message); });
  client.set_connection_lost_handler([this](const auto& cause) { on_connection_lost(cause); });
  client.set_disconnected_handler(
      [this](const auto&, ::mqtt::ReasonCode code) { on_server_disconnect(code); });
}

void* PahoGate::context(PublishTag tag) const {
  static_assert(sizeof(void*) == 8);
  const std::uintptr_t generation = generation_.load(std::memory_order_relaxed);
  // It is never followed, only given back. NOLINTNEXTLINE(performance-no-int-to-ptr)
  return reinterpret_cast<void*>((generation << 32U) | tag);
}

void PahoGate::begin_connect() {
  generation_.fetch_add(1);
}

void PahoGate::deliver(Event event) noexcept {
  mailbox_.deliver({session_, clock_.now(), std::move(event)});
}

void PahoGate::deliver_if_current(std::uint32_t generation, Event event) noexcept {
  if (!open_.load()) return;
  if (generation == generation_.load())
    deliver(std::move(event));
  else
    stale_.fetch_add(1, std::memory_order_relaxed);
}

void PahoGate::on_success(const ::mqtt::token& token) noexcept {
  const auto [generation, tag] = context_of(token);
  switch (token.get_type()) {
    case ::mqtt::token::CONNECT:
      connected_generation_ = generation;
      return deliver_if_current(generation, Connected{});
    case ::mqtt::token::SUBSCRIBE:
      return deliver_if_current(generation, Subscribed{subscribe_codes(token)});
    case ::mqtt::token::PUBLISH:
      if (tells_successful_publishes_)
        deliver_if_current(generation, PublishCompleted{tag, true, kSuccess});
      return;
    case ::mqtt::token::DISCONNECT:
      return deliver_if_current(generation, Disconnected{});
    case ::mqtt::token::UNSUBSCRIBE:
      return;
  }
}

void PahoGate::on_failure(const ::mqtt::token& token) noexcept {
  const auto [generation, tag] = context_of(token);
  switch (token.get_type()) {
    case ::mqtt::token::CONNECT:
      return deliver_if_current(generation, connect_failure(token, version_));
    case ::mqtt::token::SUBSCRIBE:
      // Without the server's answer the connection is gone, which on_connection_lost() tells.
      if (const auto code = refusal(token, version_))
        deliver_if_current(generation, Subscribed{{*code}});
      return;
    case ::mqtt::token::PUBLISH:
      return deliver_if_current(
          generation,
          PublishCompleted{tag, true, refusal(token, version_).value_or(kUnspecifiedError)});
    case ::mqtt::token::DISCONNECT:
      return deliver_if_current(generation, Disconnected{});
    case ::mqtt::token::UNSUBSCRIBE:
      return;
  }
}

void PahoGate::on_message(const ::mqtt::const_message_ptr& message) noexcept {
  deliver_if_current(
      connected_generation_,
      MessageArrived{message->get_topic(), message->get_payload_str(), message->is_duplicate()});
}

void PahoGate::on_connection_lost(const std::string& cause) noexcept {
  tell_lost({cause});
}

void PahoGate::on_server_disconnect(::mqtt::ReasonCode code) noexcept {
  // Paho C 1.3.12 closes after it and says no more.
  const auto reason = static_cast<ReasonCode>(code);
  tell_lost({"the server said: " + to_text(reason),
             is_failure(reason) ? std::optional{reason} : std::nullopt});
}

void PahoGate::tell_lost(ConnectionLost event) noexcept {
  const auto lost = std::exchange(connected_generation_, kNotConnected);
  if (lost != kNotConnected) deliver_if_current(lost, std::move(event));
}

}  // namespace shadowsim::mqtt::paho
