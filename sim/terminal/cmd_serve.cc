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
#include "sim/runtime/front_gateway.h"
#include "sim/terminal/complaint.h"
#include "sim/terminal/own_files.h"
#include "sim/terminal/service_rules.h"
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

// Whether clients come through the gateway, and not straight to the broker.
bool has_gateway(const ServeCommand& command) {
  return !command.policies.empty() || !command.quotas.empty();
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

scenario::EndpointRules rules_of(const ServeCommand& command) {
  scenario::EndpointRules rules{.policies = command.policies, .quotas = {}};
  if (!command.quotas.empty()) rules.quotas = scenario::QuotaChoice{.file = command.quotas};
  return rules;
}

// A second descriptor of stderr, since the broker's own stderr is another file.
Result<Descriptor> open_log(const ServeCommand& command) {
  if (!command.verbose) return Descriptor{};
  constexpr int kAboveStandard = 3;
  Descriptor log{fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, kAboveStandard)};
  if (!log.is_open()) return system_error("write the log to stderr", errno);
  return log;
}

// Where clients are to go: to the gateway where there is one.
struct Ports {
  std::uint16_t plain = 0;
  std::uint16_t tls = 0;
};

void announce(const ServeCommand& command, const BrokerProcess& broker, Ports ports) {
  const auto announce_tls = [&](const char* scheme, std::uint16_t port) {
    if (port == 0) return;
    fmt::print(stderr, "shadowsim: {}://127.0.0.1:{} for clients with a certificate, see {}\n",
               scheme, port, command.certificates);
  };
  announce_tls("mqtts", ports.tls);
  announce_tls("wss", broker.secure_web_socket_port());
  if (broker.web_socket_port() != 0)
    fmt::print(stderr, "shadowsim: ws://127.0.0.1:{}\n", broker.web_socket_port());
  fmt::print("ready mqtt://127.0.0.1:{}\n", ports.plain);
  std::fflush(stdout);
}

// Until one of the two can be read; whether it was the stop.
bool wait_for_stop(const Descriptor& stop, const BrokerProcess& broker) {
  std::array<pollfd, 2> waited{{{stop.get(), POLLIN, 0}, {broker.exit_descriptor(), POLLIN, 0}}};
  while (poll(waited.data(), waited.size(), -1) < 0) {
  }
  return waited[0].revents != 0;
}

Result<runtime::FrontGateway> open_gateway(const ServeCommand& command, admission::Rules rules,
                                           const BrokerProcess& broker) {
  gateway::GatewayOptions options{
      .port = command.port, .broker = {.socket = broker.local_socket()}, .rules = std::move(rules)};
  if (command.tls_port) {
    auto files = endpoint::prepare_certificates(command.certificates, SystemClock{}.wall_now());
    if (files.has_error()) return files.error();
    options.tls = gateway::TlsListener{.port = *command.tls_port,
                                       .certificate = files->server.certificate,
                                       .private_key = files->server.private_key,
                                       .ca_certificate = files->ca_certificate};
  }
  if (command.verbose)
    options.log = [](const std::string& line) { fmt::print(stderr, "refused {}\n", line); };
  return runtime::FrontGateway::open(options);
}

void print_counters(const admission::Counters& counters) {
  for (std::size_t i = 0; i < admission::kMetrics; ++i) {
    const auto metric = static_cast<admission::Metric>(i);
    if (counters.of(metric) != 0)
      fmt::print(stderr, "shadowsim: {} {}\n", name_of(metric), counters.of(metric));
  }
  for (const auto& [cause, times] : counters.refusals())
    fmt::print(stderr, "shadowsim: {} refused for {}\n", times, cause);
}

// Serves until the stop, or until the broker ends; whether it was the stop.
Result<bool> serve_clients(const ServeCommand& command, const admission::Rules& rules,
                           const Descriptor& stop, const BrokerProcess& broker) {
  if (!has_gateway(command)) {
    announce(command, broker, {broker.port(), broker.tls_port()});
    return wait_for_stop(stop, broker);
  }
  auto gateway = open_gateway(command, rules, broker);
  if (gateway.has_error()) return gateway.error();
  announce(command, broker, {gateway->port(), gateway->tls_port()});
  const std::array<int, 2> waited{stop.get(), broker.exit_descriptor()};
  const bool was_stop = gateway->run_until_readable(waited) == 0;
  print_counters(gateway->counters());
  return was_stop;
}

}  // namespace

ExitCode serve(const ServeCommand& command) {
  const auto stop = catch_stop_signals();
  if (stop.has_error()) return fail(stop.error());
  const auto log = open_log(command);
  if (log.has_error()) return fail(log.error());
  const auto rules = read_rules(rules_of(command));
  if (rules.has_error()) return fail_reading(rules.error());
  auto options = broker_options(command, *log);
  if (options.has_error()) return fail(options.error());
  if (has_gateway(command)) runtime::stand_behind_gateway(*options, *rules);
  auto broker = BrokerProcess::start(*options);
  if (broker.has_error()) return fail(plainly(broker.error()));
  const auto was_stopped = serve_clients(command, *rules, *stop, *broker);
  if (was_stopped.has_error()) return fail(was_stopped.error());
  if (*was_stopped) {
    broker->stop();
    return ExitCode::kPassed;
  }
  const std::string words = broker->last_words();
  return fail(plainly(system_error(fmt::format(
      "the broker has ended{}{}", words.empty() ? " without a word" : "; it said:\n", words))));
}

}  // namespace shadowsim::terminal
