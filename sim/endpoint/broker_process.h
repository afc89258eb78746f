#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sim/base/result.h"
#include "sim/endpoint/broker_config.h"
#include "sim/endpoint/child_process.h"
#include "sim/endpoint/descriptor.h"
#include "sim/endpoint/local_socket.h"

namespace shadowsim::endpoint {

struct BrokerOptions {
  // A port of 0 there means any free one. `is_root` is found out.
  BrokerConfig config = {};

  // Whether plain MQTT is for this process alone, on a Unix domain socket in place of a port: a packet's way
  // costs less than over TCP. `config.local_socket` is found out.
  bool has_local_socket = false;

  // Whether the plugin takes the option ready_fd, and writes "ready\n" to that descriptor as soon
  // as the broker accepts clients.
  bool plugin_tells_readiness = false;

  // Descriptors of this process that the broker, and so its plugin, has under the same numbers.
  std::vector<int> inherited = {};

  std::string program = {};  // mosquitto's file; empty means: look for it
  std::chrono::milliseconds ready_within{10'000};
};

// A mosquitto of our own, from start to end: on loopback only, with a configuration that exists in
// memory only, dead as soon as this object or this process is. It never touches another broker.
// Threads: one at a time; the thread that starts it must live as long as the broker (see
//          ChildProcess).
class BrokerProcess {
 public:
  // Starts it and waits until it accepts clients.
  // Errors: kSystem where mosquitto is not installed (names the package), a given port is taken, or
  //         it does not get ready (quotes its last words); kUsage as to_text(BrokerConfig).
  static Result<BrokerProcess> start(const BrokerOptions& options);

  // The ports it listens on; 0 where it was not asked to.
  std::uint16_t port() const { return local_socket_ ? std::uint16_t{0} : config_.port; }
  std::uint16_t tls_port() const { return config_.tls ? config_.tls->port : 0; }
  std::uint16_t web_socket_port() const { return config_.web_socket_port.value_or(0); }
  std::uint16_t secure_web_socket_port() const {
    return config_.secure_web_socket ? config_.secure_web_socket->port : 0;
  }

  // The name of its Unix domain socket for this process, and what it forks; empty where it has none.
  std::string local_socket() const { return local_socket_ ? local_socket_->address() : ""; }

  pid_t pid() const { return child_.pid(); }

  // Can be polled for reading; is, once the broker has ended. Stays the broker's.
  int exit_descriptor() const { return child_.exit_descriptor(); }

  // The end of what it has logged, at most ten lines, for an error message; may be empty.
  std::string last_words() const;

  // Ends it: SIGTERM, and SIGKILL after two seconds. The destructor does so, too.
  void stop() { child_.stop(); }

 private:
  BrokerProcess(BrokerConfig config, std::optional<LocalSocket> local_socket, Descriptor log,
                ChildProcess child);

  BrokerConfig config_;
  std::optional<LocalSocket> local_socket_;
  Descriptor log_;
  ChildProcess child_;
};

// The folders to look for mosquitto in, separated by colons: those of PATH, and /usr/sbin and
// /usr/local/sbin, which a user's PATH often lacks.
std::string mosquitto_folders();

// Mosquitto's file in the first of these folders that has it.
// Errors: kSystem, naming the package to install.
Result<std::string> find_mosquitto(const std::string& folders);

}  // namespace shadowsim::endpoint
