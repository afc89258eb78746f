#include "sim/mqtt/paho/tcp_no_delay.h"

#include <atomic>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "sim/mqtt/paho/interposition.h"
#include "sim/mqtt/paho/prompt_poll.h"

namespace {

using Connect = int(int, const sockaddr*, socklen_t);

std::atomic<Connect*> next_connect{nullptr};

Connect& real_connect() noexcept {
  Connect* next = next_connect.load(std::memory_order_relaxed);
  if (next == nullptr) {
    using shadowsim::mqtt::paho::next_definition;
    next = reinterpret_cast<Connect*>(next_definition("connect"));
    next_connect.store(next, std::memory_order_relaxed);
  }
  return *next;
}

bool is_internet(const sockaddr* address, socklen_t size) noexcept {
  return address != nullptr && size >= sizeof(sa_family_t) &&
         (address->sa_family == AF_INET || address->sa_family == AF_INET6);
}

}  // namespace

extern "C" int connect(int socket, const sockaddr* address, socklen_t size) {
  const int errno_before = errno;
  if (is_internet(address, size)) {
    // Refused by sockets other than TCP's, which is as good as asking for their type first.
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  errno = errno_before;
  const int result = real_connect()(socket, address, size);
  if (shadowsim::mqtt::paho::is_paho(__builtin_return_address(0)))
    shadowsim::mqtt::paho::wake_receive_thread();
  return result;
}

namespace shadowsim::mqtt::paho {

bool tcp_no_delay_is_in_force() noexcept {
  return is_interposed("connect", reinterpret_cast<const void*>(&::connect));
}

}  // namespace shadowsim::mqtt::paho
