#include "sim/runtime/worker_process.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::runtime {
namespace {

using endpoint::Descriptor;

// A result with an hour of seconds and the widest histograms has less than a hundredth of it.
constexpr std::size_t kReportBytesMax = std::size_t{1} << 28U;

// How long a worker may take from the end of its socket to its own.
constexpr std::chrono::seconds kPatience{10};

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(boost::asio::io_context& context,
                                                            const std::string& program,
                                                            std::vector<std::string> arguments,
                                                            Listener listener) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return system_error("cannot make a pair of sockets", errno);
  Descriptor ours{ends[0]};
  const Descriptor the_workers{ends[1]};
  arguments.insert(arguments.begin() + 1, fmt::format("{}={}", kParentOption, the_workers.get()));
  auto child = endpoint::ChildProcess::start({.program = program,
                                              .arguments = std::move(arguments),
                                              .inherited = {the_workers.get()},
                                              .output = STDERR_FILENO});
  if (child.has_error()) return child.error();
  return std::unique_ptr<WorkerProcess>{
      new WorkerProcess{context, *std::move(child), std::move(ours), std::move(listener)}};
}

WorkerProcess::WorkerProcess(boost::asio::io_context& context, endpoint::ChildProcess child,
                             Descriptor socket, Listener listener)
    : child_{std::move(child)},
      socket_{std::move(socket)},
      listener_{std::move(listener)},
      input_{context,
             socket_.get(),
             {.line = [this](std::string_view line) { hear(line); }, .end = [this] { end(); }},
             kReportBytesMax} {
  input_.start();
}

WorkerProcess::~WorkerProcess() = default;

void WorkerProcess::tell(const Order& order) {
  const std::string line = to_line(order) + '\n';
  // A line is shorter than what a socket takes at once; where the worker is gone, its end is noticed.
  send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
}

void WorkerProcess::hear(std::string_view line) {
  auto report = parse_report(line);
  if (report.has_value()) return listener_.told(*std::move(report));
  input_.stop();
  listener_.ended(report.error().message);
}

void WorkerProcess::end() {
  if (child_.has_ended_within(kPatience)) return listener_.ended("it " + child_.how_it_ended());
  listener_.ended("it has closed its socket, and lives");
}

}  // namespace shadowsim::runtime
