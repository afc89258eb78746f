#include "sim/runtime/worker_link.h"

#include <cerrno>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace shadowsim::runtime {

void tell(ParentSocket parent, const Report& report) {
  const std::string line = to_line(report) + '\n';
  std::string_view rest{line};
  while (!rest.empty()) {
    const ssize_t written = send(parent.descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

WorkerLink::WorkerLink(boost::asio::io_context& context, ParentSocket parent, Listener listener)
    : listener_{std::move(listener)},
      input_{context,
             parent.descriptor,
             {.line = [this](std::string_view line) { hear(line); },
              .end = [this] { listener_.stop(); }}} {
  input_.start();
}

void WorkerLink::hear(std::string_view line) {
  const auto order = parse_order(line);
  if (order.has_error()) return listener_.stop();
  if (const auto* const begin = std::get_if<BeginTimeline>(&*order)) {
    listener_.begin(begin->at);
  } else {
    listener_.stop();
  }
}

}  // namespace shadowsim::runtime
