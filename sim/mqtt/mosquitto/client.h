#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/mqtt/mosquitto/socket_turn.h"
#include "sim/mqtt/mosquitto/tls_context.h"
#include "sim/mqtt/session.h"

struct mosquitto;
struct mosquitto_message;

namespace shadowsim::mqtt::mosquitto {

// One connection of libmosquitto, from connect to end, in the words of the library: the border to
// its C functions. A new one is made for each connect, so that nothing of an earlier one, such as
// a publish without answer, can turn up in a later one.
// Threads: one.
// Owns:    the library's client, and with it the socket. Borrows listener and TLS.
class Client {
 public:
  // What happens, told from within the calls below. It must not call the client, nor end it.
  class Listener {
   public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    virtual void on_connack(ReasonCode code) = 0;
    virtual void on_suback(std::vector<ReasonCode> codes) = 0;
    virtual void on_puback(int packet_id, ReasonCode code) = 0;
    virtual void on_message(const mosquitto_message& message) = 0;

   protected:
    ~Listener() = default;
  };

  // Whether a call has left the connection standing; if not, text() says why.
  enum class State : bool { kEnded, kStanding };

  Client(Listener& listener, const SessionOptions& options, TlsContext* tls);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Begins to connect, without waiting. Once for each client.
  State connect(const std::string& numeric_address, std::uint16_t port);

  // To be called when the socket is ready, and about once a second. What read() has to answer is
  // held until the next publish, or flush().
  State read();
  State write();
  State look();
  void flush();

  // Each is written at once, as far as the socket takes it. What has a packet identifier is under
  // way, and none means that it never will be.
  std::optional<int> publish(const Publish& message);
  bool subscribe(std::vector<std::string>& filters);
  State disconnect();

  int socket() const;        // -1 while there is none
  bool wants_write() const;  // whether something waits for the socket to take it

  // Why the connection has ended, for people.
  const std::string& text() const { return text_; }

  // The server's code, where it said DISCONNECT.
  std::optional<ReasonCode> disconnect_code() const { return disconnect_code_; }

 private:
  struct Destroy {
    void operator()(::mosquitto* client) const;
  };
  struct Callbacks;  // what the library calls

  template <class Call>
  int in_writing_turn(Call call);
  State state_after(int result);

  Listener& listener_;
  ProtocolVersion version_;
  int keep_alive_;
  Qos subscription_qos_;
  std::unique_ptr<::mosquitto, Destroy> client_;
  HeldBytes held_;
  bool is_blocked_ = false;  // the socket did not take all that was held
  std::string text_;
  std::optional<ReasonCode> disconnect_code_;
};

}  // namespace shadowsim::mqtt::mosquitto
