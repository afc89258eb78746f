#include "sim/endpoint/loopback_port.h"

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <utility>

#include <fmt/format.h>

namespace shadowsim::endpoint {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Descriptor make_socket() {
  return Descriptor{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
}

}  // namespace

LoopbackPort::LoopbackPort(Descriptor socket, std::uint16_t number)
    : socket_{std::move(socket)}, number_{number} {}

Result<LoopbackPort> LoopbackPort::reserve(std::uint16_t wanted) {
  Descriptor socket = make_socket();
  if (!socket.is_open()) return system_error("open a socket", errno);
  // As the broker does, so that connections of an earlier one that are still closing are no
  // hindrance; a socket that listens is one all the same.
  const int on = 1;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address = loopback(wanted);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket.get(), generic, size) != 0 || listen(socket.get(), 1) != 0) {
    if (errno == EADDRINUSE)
      return system_error(fmt::format("port {} of 127.0.0.1 is taken by another program", wanted));
    return system_error(fmt::format("reserve port {} of 127.0.0.1", wanted), errno);
  }
  if (getsockname(socket.get(), generic, &size) != 0)
    return system_error("ask for a socket's port", errno);
  return LoopbackPort{std::move(socket), ntohs(address.sin_port)};
}

bool accepts_connections(std::uint16_t port) {
  const Descriptor socket = make_socket();
  const sockaddr_in address = loopback(port);
  return connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace shadowsim::endpoint
