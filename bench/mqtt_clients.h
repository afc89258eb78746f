#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/endpoint/certificates.h"

struct mosquitto;

namespace shadowsim::bench {

// With what a client shows itself over TLS.
struct ClientIdentity {
  std::string ca_certificate;
  endpoint::CertificateFiles files;
};

// Connections to one broker, driven by one thread: as thin as clients can be, so that a broker has
// something to do. Whatever goes wrong ends the program with a word.
// Threads: one.
class MqttClients {
 public:
  // Called with the client's number, the topic and the payload.
  using OnMessage = std::function<void(std::size_t, std::string_view, std::string_view)>;

  explicit MqttClients(OnMessage on_message);
  MqttClients(const MqttClients&) = delete;
  MqttClients& operator=(const MqttClients&) = delete;
  ~MqttClients();

  // Connects one more, and returns its number: 0 for the first. `identity` null: without TLS.
  std::size_t connect(std::uint16_t port, const ClientIdentity* identity = nullptr);

  // Subscribes at QoS 1, and waits until that is acknowledged.
  void subscribe(std::size_t client, const std::string& filter);

  // At QoS 1.
  void publish(std::size_t client, const std::string& topic, std::string_view payload);

  // Lets all clients read and write until `is_done`, for at most two minutes.
  void run_until(const std::function<bool()>& is_done);

  // Publishes not yet acknowledged, of all clients.
  std::size_t unacknowledged() const { return unacknowledged_; }

 private:
  struct Client;

  void pump();

  OnMessage on_message_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::size_t unacknowledged_ = 0;
};

}  // namespace shadowsim::bench
