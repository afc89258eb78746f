#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/certificate_files.h"
#include "sim/base/ids.h"
#include "sim/mqtt/endpoint.h"
#include "sim/mqtt/mailbox.h"

namespace shadowsim::mqtt {

enum class ProtocolVersion : std::uint8_t { kMqtt311, kMqtt5 };

enum class Qos : std::uint8_t { kAtMostOnce = 0, kAtLeastOnce = 1 };

// What a session needs to know before its first connect. It is the same for each of its connects.
struct SessionOptions {
  SessionId id;           // stands on every delivery of this session
  std::string client_id;  // 1 to 128 bytes of UTF-8
  ProtocolVersion version = ProtocolVersion::kMqtt5;
  Qos subscription_qos = Qos::kAtLeastOnce;  // the most that the server is asked to deliver with
  std::chrono::seconds keep_alive{60};
  std::chrono::milliseconds connect_timeout{10'000};  // TCP, TLS and CONNACK together

  // Whether publishes that the server has accepted are told, too. A load of thousands a second does
  // not want a thread woken for each success that it has no use for.
  bool tells_successful_publishes = true;

  // The session's own certificate, shown over TLS in place of the endpoint's; empty: the endpoint's.
  // Where it cannot be used, each connect fails and says so.
  CertificateFiles certificate = {};
};

// Names one publish of a session, so that its outcome can be told from others'. The caller counts.
using PublishTag = std::uint32_t;

struct Publish {
  PublishTag tag = 0;
  std::string topic;
  std::string payload;
  Qos qos = Qos::kAtLeastOnce;
};

// One MQTT session: asynchronous, without any will of its own. It never retries, reconnects or
// resubscribes; those are the decisions of the machine behind it. All answers arrive as Deliveries
// in the mailbox it was made with, after the call that caused them has returned.
// Threads:  called on its worker's thread only.
// Owns:     its connection. Borrows the mailbox, which must outlive it. Destroying a session closes
//           its connection and is the barrier after which nothing more is delivered; it may take
//           over 100 ms, so it is never done while measuring.
class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  // Answered by exactly one Connected or ConnectFailed. Always a clean start.
  // Requires: not connected and no connect under way.
  virtual void connect() = 0;

  // Subscribes at QoS 1, all filters in one SUBSCRIBE packet (so at most 8, AWS's quota). Answered
  // by exactly one Subscribed, or by ConnectionLost. Requires: connected, as far as deliveries
  // tell.
  virtual void subscribe(std::vector<std::string> filters) = 0;

  // Hands a message to the library. Answered by exactly one PublishCompleted at QoS 1 (unless it
  // succeeds and successes are not told); at QoS 0 by none. A publish that cannot be handed over,
  // for instance while not connected, is answered by PublishCompleted with `sent` false at either
  // QoS. Where the connection ends before the server's answer, its code is kUnspecifiedError, since
  // nobody knows whether the server has it.
  virtual void publish(Publish message) = 0;

  // Says DISCONNECT and closes, without waiting for answers that are still due. Answered by exactly
  // one Disconnected, or by ConnectionLost where the connection is lost meanwhile. Does nothing,
  // and has no answer, where not connected; it does not call off a connect under way.
  virtual void disconnect() = 0;
};

// Makes sessions of one engine to one endpoint.
class SessionFactory {
 public:
  SessionFactory() = default;
  SessionFactory(const SessionFactory&) = delete;
  SessionFactory& operator=(const SessionFactory&) = delete;
  virtual ~SessionFactory() = default;

  // Does not connect yet. `mailbox` must outlive the session.
  virtual std::unique_ptr<Session> make(const SessionOptions& options, Mailbox& mailbox) = 0;
};

}  // namespace shadowsim::mqtt
