#include "sim/mqtt/paho/paho_session.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <mqtt/async_client.h>

#include "sim/base/check.h"
#include "sim/mqtt/paho/late_acknowledgement.h"
#include "sim/mqtt/paho/paho_gate.h"
#include "sim/mqtt/paho/prompt_poll.h"
#include "sim/mqtt/paho/tcp_no_delay.h"

namespace shadowsim::mqtt::paho {
namespace {

// Paho refuses publishes beyond these; the server's Receive Maximum, which Paho heeds, is the one
// limit that should count. 65,535 is MQTT's own, of packet identifiers.
constexpr int kMaxInflight = 65'535;
constexpr int kMaxBuffered = 65'535;

int paho_version(ProtocolVersion version) {
  return version == ProtocolVersion::kMqtt5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
}

// The endpoint in Paho's own schemes.
std::string paho_uri(const Endpoint& endpoint) {
  const auto [scheme, path] = [&]() -> std::pair<std::string_view, std::string_view> {
    switch (endpoint.transport) {
      case Transport::kTcp:
        return {"tcp", ""};
      case Transport::kTls:
        return {"ssl", ""};
      case Transport::kWebSocket:
        return {"ws", "/mqtt"};
      case Transport::kWebSocketTls:
        return {"wss", "/mqtt"};
    }
    return {};
  }();
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}{}", scheme, is_ipv6 ? "[" : "", endpoint.host,
                     is_ipv6 ? "]" : "", endpoint.port, path);
}

::mqtt::create_options create_options(ProtocolVersion version) {
  ::mqtt::create_options options{paho_version(version)};
  options.set_send_while_disconnected(false);
  options.set_max_buffered_messages(kMaxBuffered);
  return options;
}

::mqtt::ssl_options tls_options(const SessionOptions& session, const Endpoint& endpoint) {
  const bool has_own = !session.certificate.certificate.empty();
  ::mqtt::ssl_options options;
  options.set_trust_store(endpoint.tls.ca_certificate);
  options.set_key_store(has_own ? session.certificate.certificate : endpoint.tls.certificate);
  options.set_private_key(has_own ? session.certificate.private_key : endpoint.tls.private_key);
  options.set_enable_server_cert_auth(true);
  options.set_verify(true);  // the name in the server's certificate, too
  if (!endpoint.alpn.empty()) options.set_alpn_protos({endpoint.alpn});
  // No set_error_handler(): Paho C++ 1.2.0 would call it through a copy of these options that is
  // gone by then.
  return options;
}

::mqtt::connect_options connect_options(const SessionOptions& session, const Endpoint& endpoint) {
  ::mqtt::connect_options options;
  options.set_mqtt_version(paho_version(session.version));
  if (session.version == ProtocolVersion::kMqtt5)
    options.set_clean_start(true);
  else
    options.set_clean_session(true);
  options.set_keep_alive_interval(session.keep_alive);
  options.set_connect_timeout(std::chrono::ceil<std::chrono::seconds>(session.connect_timeout));
  options.set_automatic_reconnect(false);
  options.set_max_inflight(kMaxInflight);
  if (endpoint.uses_tls()) options.set_ssl(tls_options(session, endpoint));
  return options;
}

class PahoSession final : public Session {
 public:
  PahoSession(const SessionOptions& options, const Endpoint& endpoint, const Clock& clock,
              Mailbox& mailbox)
      : gate_{options, clock, mailbox},
        connect_options_{connect_options(options, endpoint)},
        subscription_qos_{options.subscription_qos},
        client_{paho_uri(endpoint), options.client_id, create_options(options.version), nullptr} {
    gate_.attach(client_);
  }

  ~PahoSession() override { gate_.close(); }

  void connect() override {
    // Waits until Paho has left the handler that told of the last connection's end. Until then it
    // could take this connect for the one that has just failed.
    client_.is_connected();
    gate_.begin_connect();
    try {
      client_.connect(connect_options_, gate_.context(), gate_.listener());
    } catch (const ::mqtt::exception& refused) {
      gate_.deliver(
          ConnectFailed{ConnectStage::kTransport, kUnspecifiedError, refused.to_string()});
    }
  }

  void subscribe(std::vector<std::string> filters) override {
    const std::size_t count = filters.size();
    try {
      client_.subscribe(::mqtt::string_collection::create(std::move(filters)),
                        std::vector<int>(count, static_cast<int>(subscription_qos_)),
                        gate_.context(), gate_.listener());
    } catch (const ::mqtt::exception& refused) {
      // Of a lost connection the gate tells, or has told.
      if (refused.get_return_code() == MQTTASYNC_DISCONNECTED) return;
      gate_.deliver(Subscribed{std::vector<ReasonCode>(count, kUnspecifiedError)});
    }
  }

  void publish(Publish message) override {
    const PublishTag tag = message.tag;
    const Qos qos = message.qos;
    try {
      auto paho_message = ::mqtt::make_message(std::move(message.topic), std::move(message.payload),
                                               static_cast<int>(qos), /*retained=*/false);
      if (qos == Qos::kAtMostOnce)
        client_.publish(std::move(paho_message));
      else
        client_.publish(std::move(paho_message), gate_.context(tag), gate_.listener());
    } catch (const ::mqtt::exception&) {
      gate_.deliver(PublishCompleted{tag, false, kUnspecifiedError});
    }
  }

  void disconnect() override {
    constexpr int kWithoutWaitingForAnswers = 0;
    try {
      client_.disconnect(kWithoutWaitingForAnswers, gate_.context(), gate_.listener());
    } catch (const ::mqtt::exception&) {
      // Not connected, so there is nothing to do or to answer.
    }
  }

 private:
  PahoGate gate_;  // outlives the client, whose destruction is the barrier for handlers
  ::mqtt::connect_options connect_options_;
  Qos subscription_qos_;
  ::mqtt::async_client client_;
};

// Paho formats a line for each packet and keeps it in memory, under a mutex of all its threads, in case
// somebody asks for a trace; its own variable in the environment asks for one.
void leave_out_trace() {
  if (std::getenv("MQTT_C_CLIENT_TRACE") == nullptr) MQTTAsync_setTraceLevel(MQTTASYNC_TRACE_ERROR);
}

}  // namespace

PahoSessionFactory::PahoSessionFactory(Endpoint endpoint, const Clock& clock)
    : endpoint_{std::move(endpoint)}, clock_{clock} {
  SHADOWSIM_CHECK(tcp_no_delay_is_in_force(), "the program must export its connect()");
  SHADOWSIM_CHECK(start_prompt_poll(), "the program must export its poll() and usleep()");
  SHADOWSIM_CHECK(late_acknowledgement_is_in_force(),
                  "the program must export its writev() and close()");
  leave_out_trace();
}

std::unique_ptr<Session> PahoSessionFactory::make(const SessionOptions& options, Mailbox& mailbox) {
  return std::make_unique<PahoSession>(options, endpoint_, clock_, mailbox);
}

}  // namespace shadowsim::mqtt::paho
