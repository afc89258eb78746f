#include "sim/mqtt/mosquitto/client.h"

#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <string_view>

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include "sim/base/check.h"

namespace shadowsim::mqtt::mosquitto {
namespace {

// MQTT's largest: what the server allows is then the only limit of publishes under way.
constexpr int kMostUnderWay = 65'535;

constexpr int kKeepAliveMin = 5;  // seconds; libmosquitto refuses less

// The library's loop functions want a number that they then ignore.
constexpr int kIgnored = 1;

// Whether what a call was to send is on its way. Of a socket that has failed meanwhile, reading
// tells, once all that came before is read.
bool is_under_way(int result) {
  return result == MOSQ_ERR_SUCCESS || result == MOSQ_ERR_CONN_LOST || result == MOSQ_ERR_ERRNO;
}

// The MQTT 5 code of the same meaning as a return code of MQTT 3.1.1's CONNACK.
// Source: MQTT Version 3.1.1, section 3.2.2.3; MQTT Version 5.0, section 3.2.2.2.
ReasonCode from_connack_311(int code) {
  constexpr ReasonCode kCodes[] = {kSuccess, 0x84, 0x85, 0x88, 0x86, kNotAuthorized};
  return code >= 0 && code < static_cast<int>(std::size(kCodes)) ? kCodes[code] : kUnspecifiedError;
}

// libmosquitto's functions may be called by any thread once this has been.
void initialise_library() {
  static const int result = mosquitto_lib_init();
  SHADOWSIM_CHECK(result == MOSQ_ERR_SUCCESS, "{}", mosquitto_strerror(result));
}

}  // namespace

// The library keeps the client as a pointer without a type.
struct Client::Callbacks {
  using Properties = ::mosquitto_property;

  static Client& client(void* self) { return *static_cast<Client*>(self); }

  static void on_connect(::mosquitto*, void* self, int code, int /*flags*/, const Properties*) {
    Client& client = Callbacks::client(self);
    // From here on the log has one line for each packet; it was wanted for TLS's complaints.
    mosquitto_log_callback_set(client.client_.get(), nullptr);
    client.listener_.on_connack(client.version_ == ProtocolVersion::kMqtt5
                                    ? static_cast<ReasonCode>(code)
                                    : from_connack_311(code));
  }

  static void on_subscribe(::mosquitto*, void* self, int /*packet_id*/, int count,
                           const int* granted, const Properties*) {
    std::vector<ReasonCode> codes;
    codes.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
      codes.push_back(static_cast<ReasonCode>(granted[i]));
    client(self).listener_.on_suback(std::move(codes));
  }

  static void on_publish(::mosquitto*, void* self, int packet_id, int code, const Properties*) {
    client(self).listener_.on_puback(packet_id, static_cast<ReasonCode>(code));
  }

  static void on_message(::mosquitto*, void* self, const mosquitto_message* message) {
    client(self).listener_.on_message(*message);
  }

  // `code` is the server's, where it said DISCONNECT, or the library's, which are all smaller.
  static void on_disconnect(::mosquitto*, void* self, int code, const Properties*) {
    const auto reason = static_cast<ReasonCode>(code);
    if (is_failure(reason)) client(self).disconnect_code_ = reason;
    std::string& text = client(self).text_;
    if (!text.empty()) return;
    if (is_failure(reason))
      text = "the server said: " + to_text(reason);
    else if (code != MOSQ_ERR_SUCCESS)
      text = mosquitto_strerror(code);
  }

  static void on_log(::mosquitto*, void* self, int level, const char* line) {
    if (level == MOSQ_LOG_ERR && client(self).text_.empty()) client(self).text_ = line;
  }
};

void Client::Destroy::operator()(::mosquitto* client) const {
  mosquitto_destroy(client);
}

Client::Client(Listener& listener, const SessionOptions& options, TlsContext* tls)
    : listener_{listener},
      version_{options.version},
      keep_alive_{std::max(kKeepAliveMin, static_cast<int>(options.keep_alive.count()))},
      subscription_qos_{options.subscription_qos} {
  initialise_library();
  constexpr bool kCleanStart = true;
  {
    const WithoutSocketPair without_socket_pair;
    client_.reset(mosquitto_new(options.client_id.c_str(), kCleanStart, this));
  }
  SHADOWSIM_CHECK(client_ != nullptr, "no memory for a client, or a client ID that is not UTF-8");
  auto* const client = client_.get();
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION,
                       version_ == ProtocolVersion::kMqtt5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_int_option(client, MOSQ_OPT_RECEIVE_MAXIMUM, kMostUnderWay);
  mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, kMostUnderWay);
  if (tls != nullptr) {
    mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, tls->native());
    mosquitto_log_callback_set(client, &Callbacks::on_log);
  }
  mosquitto_connect_v5_callback_set(client, &Callbacks::on_connect);
  mosquitto_subscribe_v5_callback_set(client, &Callbacks::on_subscribe);
  mosquitto_publish_v5_callback_set(client, &Callbacks::on_publish);
  mosquitto_message_callback_set(client, &Callbacks::on_message);
  mosquitto_disconnect_v5_callback_set(client, &Callbacks::on_disconnect);
}

template <class Call>
int Client::in_writing_turn(Call call) {
  const SocketTurn turn{SocketTurn::Kind::kWriting, socket(), held_};
  return call();
}

Client::State Client::connect(const std::string& numeric_address, std::uint16_t port) {
  const WithoutSocketPair without_socket_pair;
  const State state = state_after(
      mosquitto_connect_async(client_.get(), numeric_address.c_str(), port, keep_alive_));
  // The library's sockets would live on in programs that this one starts.
  if (state == State::kStanding) fcntl(socket(), F_SETFD, FD_CLOEXEC);
  return state;
}

Client::State Client::read() {
  SocketTurn turn{SocketTurn::Kind::kReading, socket(), held_};
  State state = State::kStanding;
  do {
    state = state_after(mosquitto_loop_read(client_.get(), kIgnored));
  } while (state == State::kStanding && turn.has_input());
  return state;
}

Client::State Client::write() {
  flush();
  if (is_blocked_) return State::kStanding;
  return state_after(
      in_writing_turn([&] { return mosquitto_loop_write(client_.get(), kIgnored); }));
}

Client::State Client::look() {
  return state_after(in_writing_turn([&] { return mosquitto_loop_misc(client_.get()); }));
}

void Client::flush() {
  mosquitto::flush(socket(), held_);
  is_blocked_ = !held_.empty();
}

std::optional<int> Client::publish(const Publish& message) {
  int packet_id = 0;
  const int result = in_writing_turn([&] {
    return mosquitto_publish(client_.get(), &packet_id, message.topic.c_str(),
                             static_cast<int>(message.payload.size()), message.payload.data(),
                             static_cast<int>(message.qos), /*retain=*/false);
  });
  return is_under_way(result) ? std::optional{packet_id} : std::nullopt;
}

bool Client::subscribe(std::vector<std::string>& filters) {
  std::vector<char*> pointers;
  pointers.reserve(filters.size());
  for (std::string& filter : filters)
    pointers.push_back(filter.data());
  constexpr int kNoOptions = 0;
  return is_under_way(in_writing_turn([&] {
    return mosquitto_subscribe_multiple(client_.get(), nullptr, static_cast<int>(pointers.size()),
                                        pointers.data(), static_cast<int>(subscription_qos_),
                                        kNoOptions, nullptr);
  }));
}

Client::State Client::disconnect() {
  constexpr int kNormal = 0;
  return state_after(
      in_writing_turn([&] { return mosquitto_disconnect_v5(client_.get(), kNormal, nullptr); }));
}

int Client::socket() const {
  return mosquitto_socket(client_.get());
}

bool Client::wants_write() const {
  return is_blocked_ || mosquitto_want_write(client_.get());
}

Client::State Client::state_after(int result) {
  if (result == MOSQ_ERR_SUCCESS && socket() >= 0) return State::kStanding;
  if (text_.empty() && result != MOSQ_ERR_SUCCESS) text_ = mosquitto_strerror(result);
  return State::kEnded;
}

}  // namespace shadowsim::mqtt::mosquitto
