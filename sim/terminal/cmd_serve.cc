#include "sim/terminal/cmd_serve.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <string_view>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/endpoint/broker_process.h"
#include "sim/endpoint/certificate_directory.h"
#include "sim/endpoint/descriptor.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/own_files.h"
#include "sim/time/system_clock.h"

namespace shadowsim::terminal {
namespace {

using endpoint::BrokerProcess;
using endpoint::Descriptor;

// The same without the broker's own words around it where it is the plugin who told what is wrong.
Error plainly(const Error& error) {
  constexpr std::string_view kPlugin = ": shadowsim: ";
  const std::size_t found = error.message.rfind(kPlugin);
  if (found == std::string::npos) return error;
  const std::size_t begin = found + kPlugin.size();
  return {error.kind, error.message.substr(begin, error.message.find('\n', begin) - begin)};
}

// Can be read once the process is asked to stop; before that, nothing else happens on such a
// signal. Source: signalfd(2).
Result<Descriptor> catch_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Descriptor caught{signalfd(-1, &signals, SFD_CLOEXEC)};
  if (!caught.is_open()) return system_error("wait for signals", errno);
  return caught;
}

// Gives the listeners with TLS their ports and files.
Result<void> add_tls(const ServeCommand& command, endpoint::BrokerConfig& config) {
  if (command.certificates.empty()) return {};
  const auto files = endpoint::prepare_certificates(command.certificates, SystemClock{}.wall_now());
  if (files.has_error()) return files.error();
  const auto listener = [&](std::uint16_t port) {
    return endpoint::TlsListener{.port = port,
                                 .certificate = files->server.certificate,
                                 .private_key = files->server.private_key,
                                 .ca_certificate = files->ca_certificate};
  };
  if (command.tls_port) config.tls = listener(*command.tls_port);
  if (command.secure_web_socket_port)
    config.secure_web_socket = listener(*command.secure_web_socket_port);
  return {};
}

// What the broker is told. `log` is where it writes requests and answers, if to anywhere.
Result<endpoint::BrokerOptions> broker_options(const ServeCommand& command, const Descriptor& log) {
  endpoint::BrokerOptions options;
  options.config.plugin = broker_plugin();
  options.config.port = command.port;
  options.config.web_socket_port = command.web_socket_port;
  options.plugin_tells_readiness = true;
  if (const auto added = add_tls(command, options.config); added.has_error()) return added.error();
  auto& plugin_options = options.config.plugin_options;
  if (!command.data.empty()) {
    plugin_options.emplace_back("data", std::filesystem::absolute(command.data).string());
    plugin_options.emplace_back("data_durable", command.durable ? "true" : "false");
  }
  if (log.is_open()) {
    options.inherited.push_back(log.get());
    plugin_options.emplace_back("log_fd", fmt::to_string(log.get()));
  }
  return options;
}

// A second descriptor of stderr, since the broker's own stderr is another file.
Result<Descriptor> open_log(const ServeCommand& command) {
  if (!command.verbose) return Descriptor{};
  constexpr int kAboveStandard = 3;
  Descriptor log{fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, kAboveStandard)};
  if (!log.is_open()) return system_error("write the log to stderr", errno);
  return log;
}

void announce(const ServeCommand& command, const BrokerProcess& broker) {
  const auto announce_tls = [&](const char* scheme, std::uint16_t port) {
    if (port == 0) return;
    fmt::print(stderr, "shadowsim: {}://127.0.0.1:{} for clients with a certificate, see {}\n",
               scheme, port, command.certificates);
  };
  announce_tls("mqtts", broker.tls_port());
  announce_tls("wss", broker.secure_web_socket_port());
  if (broker.web_socket_port() != 0)
    fmt::print(stderr, "shadowsim: ws://127.0.0.1:{}\n", broker.web_socket_port());
  fmt::print("ready mqtt://127.0.0.1:{}\n", broker.port());
  std::fflush(stdout);
}

// Until one of the two can be read; whether it was the stop.
bool wait_for_stop(const Descriptor& stop, const BrokerProcess& broker) {
  std::array<pollfd, 2> waited{{{stop.get(), POLLIN, 0}, {broker.exit_descriptor(), POLLIN, 0}}};
  while (poll(waited.data(), waited.size(), -1) < 0) {
  }
  return waited[0].revents != 0;
}

}  // namespace

ExitCode serve(const ServeCommand& command) {
  const auto stop = catch_stop_signals();
  if (stop.has_error()) return fail(stop.error());
  const auto log = open_log(command);
  if (log.has_error()) return fail(log.error());
  const auto options = broker_options(command, *log);
  if (options.has_error()) return fail(options.error());
  auto broker = BrokerProcess::start(*options);
  if (broker.has_error()) return fail(plainly(broker.error()));
  announce(command, *broker);
  if (wait_for_stop(*stop, *broker)) {
    broker->stop();
    return ExitCode::kPassed;
  }
  const std::string words = broker->last_words();
  return fail(plainly(system_error(fmt::format(
      "the broker has ended{}{}", words.empty() ? " without a word" : "; it said:\n", words))));
}

}  // namespace shadowsim::terminal
