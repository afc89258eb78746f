#include "sim/runtime/interrupts.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "sim/endpoint/descriptor.h"

namespace shadowsim::runtime {
namespace {

bool is_ignored(int signal) {
  struct sigaction now {};
  sigaction(signal, nullptr, &now);
  return now.sa_handler == SIG_IGN;
}

void let_go_of_closed_terminal() {
  const endpoint::Descriptor nowhere{open("/dev/null", O_WRONLY | O_CLOEXEC)};
  for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
    if (isatty(output) == 0 && errno == EIO) dup2(nowhere.get(), output);
  }
}

}  // namespace

Interrupts::Interrupts(boost::asio::io_context& context) : signals_{context, SIGINT, SIGTERM} {
  if (!is_ignored(SIGHUP)) signals_.add(SIGHUP);
}

void Interrupts::await(std::function<void()> interrupted) {
  signals_.async_wait([this, interrupted = std::move(interrupted)](
                          const boost::system::error_code& aborted, int signal) {
    if (aborted) return;
    signals_.clear();
    if (signal == SIGHUP) {
      std::signal(SIGHUP, SIG_IGN);
      let_go_of_closed_terminal();
    }
    interrupted();
  });
}

}  // namespace shadowsim::runtime
