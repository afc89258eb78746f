#include "sim/endpoint/broker_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <poll.h>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/endpoint/loopback_port.h"

namespace shadowsim::endpoint {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

// A file without a name, which is gone with the last process that has it open.
Result<Descriptor> make_memory_file(const char* name, std::string_view content) {
  Descriptor file{memfd_create(name, MFD_CLOEXEC)};
  if (!file.is_open()) return system_error("make a file in memory", errno);
  if (write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
    return system_error("write a file in memory", errno);
  return file;
}

std::string path_of(const Descriptor& file) {
  return fmt::format("/proc/self/fd/{}", file.get());
}

// The port of each listener that is asked for.
std::vector<std::uint16_t*> ports_of(BrokerConfig& config) {
  std::vector<std::uint16_t*> ports;
  if (config.local_socket.empty()) ports.push_back(&config.port);
  if (config.tls) ports.push_back(&config.tls->port);
  if (config.web_socket_port) ports.push_back(&*config.web_socket_port);
  if (config.secure_web_socket) ports.push_back(&config.secure_web_socket->port);
  return ports;
}

// Gives each listener its port and keeps them reserved together, so that they differ.
Result<std::vector<LoopbackPort>> reserve_ports(BrokerConfig& config) {
  std::vector<LoopbackPort> reserved;
  for (auto* number : ports_of(config)) {
    auto port = LoopbackPort::reserve(*number);
    if (port.has_error()) return port.error();
    *number = port->number();
    reserved.push_back(*std::move(port));
  }
  return reserved;
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("make a pipe", errno);
  return Pipe{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

int milliseconds_until(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
  return static_cast<int>(std::max(left, milliseconds{0}).count());
}

// Waits for the first byte of the plugin's "ready\n"; false at the pipe's end or at the deadline.
bool is_told_ready(const Descriptor& pipe, SteadyClock::time_point deadline) {
  pollfd told{pipe.get(), POLLIN, 0};
  char first = 0;
  return poll(&told, 1, milliseconds_until(deadline)) > 0 && read(pipe.get(), &first, 1) == 1;
}

// Waits until all listeners are there; false if the child ends first, or at the deadline.
bool is_accepting(const ChildProcess& child, BrokerConfig& config,
                  SteadyClock::time_point deadline) {
  constexpr milliseconds kBetweenAttempts{2};
  const auto ports = ports_of(config);
  const auto accepts = [](const std::uint16_t* port) { return accepts_connections(*port); };
  const auto is_there = [&] {
    return (config.local_socket.empty() || accepts_connections(config.local_socket)) &&
           std::ranges::all_of(ports, accepts);
  };
  while (!child.has_ended_within(kBetweenAttempts)) {
    if (is_there()) return true;
    if (milliseconds_until(deadline) == 0) return false;
  }
  return false;
}

// The last lines of a file, without the final line break.
std::string tail(const Descriptor& file, std::size_t lines) {
  constexpr off_t kEnough = 4096;
  const off_t size = lseek(file.get(), 0, SEEK_END);
  std::string text(static_cast<std::size_t>(std::clamp(size, off_t{0}, kEnough)), '\0');
  const ssize_t got =
      pread(file.get(), text.data(), text.size(), std::max(size - kEnough, off_t{0}));
  text.resize(static_cast<std::size_t>(std::max(got, ssize_t{0})));
  while (text.ends_with('\n'))
    text.pop_back();
  std::size_t begin = text.size();
  for (std::size_t i = 0; i < lines && begin != std::string::npos && begin != 0; ++i)
    begin = text.rfind('\n', begin - 1);
  return begin == std::string::npos || begin == 0 ? text : text.substr(begin + 1);
}

bool is_executable_file(const std::string& path) {
  return std::filesystem::is_regular_file(path) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

BrokerProcess::BrokerProcess(BrokerConfig config, std::optional<LocalSocket> local_socket,
                             Descriptor log, ChildProcess child)
    : config_{std::move(config)},
      local_socket_{std::move(local_socket)},
      log_{std::move(log)},
      child_{std::move(child)} {}

std::string BrokerProcess::last_words() const {
  return tail(log_, 10);
}

namespace {

// One attempt at a broker: all that start() puts together.
struct Attempt {
  BrokerConfig config;
  std::optional<LocalSocket> local_socket;
  Descriptor log;
  Descriptor configuration;
  Pipe ready;  // closed where the plugin does not tell
};

Result<Attempt> prepare(const BrokerOptions& options) {
  Attempt attempt{options.config, {}, {}, {}, {}};
  attempt.config.is_root = geteuid() == 0;
  if (options.has_local_socket) {
    auto place = LocalSocket::make();
    if (place.has_error()) return place.error();
    attempt.config.local_socket = place->path();
    attempt.local_socket = *std::move(place);
  }
  const auto reserved = reserve_ports(attempt.config);  // until the broker is about to start
  if (reserved.has_error()) return reserved.error();
  if (options.plugin_tells_readiness) {
    auto pipe = make_pipe();
    if (pipe.has_error()) return pipe.error();
    attempt.ready = *std::move(pipe);
    attempt.config.plugin_options.emplace_back("ready_fd",
                                               fmt::to_string(attempt.ready.write_end.get()));
  }
  const auto text = to_text(attempt.config);
  if (text.has_error()) return text.error();
  auto configuration = make_memory_file("mosquitto.conf", *text);
  if (configuration.has_error()) return configuration.error();
  auto log = make_memory_file("mosquitto.log", "");
  if (log.has_error()) return log.error();
  attempt.configuration = *std::move(configuration);
  attempt.log = *std::move(log);
  return attempt;
}

}  // namespace

Result<BrokerProcess> BrokerProcess::start(const BrokerOptions& options) {
  Result<std::string> program =
      options.program.empty() ? find_mosquitto(mosquitto_folders()) : options.program;
  if (program.has_error()) return program.error();

  // A free port that we found may be taken by another process before mosquitto has it.
  constexpr int kAttempts = 5;
  for (int attempts_left = kAttempts - 1;; --attempts_left) {
    auto attempt = prepare(options);
    if (attempt.has_error()) return attempt.error();
    ChildOptions child_options{
        *program, {"-c", path_of(attempt->configuration)}, options.inherited, attempt->log.get()};
    child_options.inherited.push_back(attempt->configuration.get());
    if (attempt->ready.write_end.is_open())
      child_options.inherited.push_back(attempt->ready.write_end.get());
    auto child = ChildProcess::start(child_options);
    if (child.has_error()) return child.error();
    attempt->ready.write_end.reset();

    BrokerProcess broker{std::move(attempt->config), std::move(attempt->local_socket),
                         std::move(attempt->log), *std::move(child)};
    const auto deadline = SteadyClock::now() + options.ready_within;
    const bool may_accept =
        !attempt->ready.read_end.is_open() || is_told_ready(attempt->ready.read_end, deadline);
    if (may_accept && is_accepting(broker.child_, broker.config_, deadline)) {
      const auto unnamed = broker.local_socket_ ? broker.local_socket_->unname() : Result<void>{};
      if (unnamed.has_error()) return unnamed.error();
      return broker;
    }

    // The plugin's pipe ends a moment before its process does.
    constexpr milliseconds kLastBreath{200};
    const bool has_ended = broker.child_.has_ended_within(kLastBreath);
    const std::string words = broker.last_words();
    const bool lost_port = words.find("Address already in use") != std::string::npos;
    if (has_ended && lost_port && attempts_left > 0) continue;
    return system_error(fmt::format("the broker {} {}{}{}", *program,
                                    has_ended ? "ended before it was ready" : "did not get ready",
                                    words.empty() ? "" : "; it said:\n", words));
  }
}

std::string mosquitto_folders() {
  const char* path = std::getenv("PATH");
  return fmt::format("{}:/usr/sbin:/usr/local/sbin", path == nullptr ? "" : path);
}

Result<std::string> find_mosquitto(const std::string& folders) {
  for (std::size_t begin = 0; begin <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', begin), folders.size());
    const std::string folder = folders.substr(begin, end - begin);
    const std::string file = folder + "/mosquitto";
    if (!folder.empty() && is_executable_file(file)) return file;
    begin = end + 1;
  }
  return system_error(fmt::format(
      "the broker program 'mosquitto' is not installed (looked in {}); on Debian: apt-get install "
      "mosquitto",
      folders));
}

}  // namespace shadowsim::endpoint
