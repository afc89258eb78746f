#include "sim/mqtt/paho/socket_watch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <sys/epoll.h>
#include <unistd.h>

namespace shadowsim::mqtt::paho {
namespace {

// Stands for the wake-up where sockets have their place in the list.
constexpr std::uint64_t kWake = ~std::uint64_t{0};

void add(int epoll, int descriptor, std::uint32_t events, std::uint64_t place) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = place;
  epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

}  // namespace

SocketWatch::~SocketWatch() {
  if (epoll_ >= 0) close(epoll_);
}

bool SocketWatch::has_same(const pollfd* sockets, nfds_t count) const {
  return std::equal(watched_.begin(), watched_.end(), sockets, sockets + count,
                    [](int watched, const pollfd& socket) { return watched == socket.fd; });
}

// Begins anew rather than by differences: a socket that was closed and whose number is in use again
// cannot be told from one that stayed. That happens when sessions come and go, not under load.
void SocketWatch::watch(const pollfd* sockets, nfds_t count, const std::vector<int>& unwritable,
                        int wake) {
  if (epoll_ >= 0) close(epoll_);
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  watched_.clear();
  for (nfds_t i = 0; i < count; ++i) {
    const int socket = sockets[i].fd;
    const bool awaits_writing = std::ranges::find(unwritable, socket) != unwritable.end();
    add(epoll_, socket, awaits_writing ? EPOLLIN | EPOLLOUT : EPOLLIN, i);
    watched_.push_back(socket);
  }
  add(epoll_, wake, EPOLLIN, kWake);
  is_stale_ = !unwritable.empty();  // next time they are others
}

SocketWatch::Result SocketWatch::wait(pollfd* sockets, nfds_t count,
                                      const std::vector<int>& unwritable, int wake,
                                      int timeout_ms) {
  if (is_stale_ || !unwritable.empty() || !has_same(sockets, count))
    watch(sockets, count, unwritable, wake);
  std::array<epoll_event, 64> events;  // those beyond come with the next wait
  const int found = epoll_wait(epoll_, events.data(), events.size(), timeout_ms);
  if (found < 0) return {-1, false, false};

  for (nfds_t i = 0; i < count; ++i)
    sockets[i].revents = 0;
  Result result;
  for (std::size_t i = 0; i < static_cast<std::size_t>(found); ++i) {
    const epoll_event& event = events[i];
    if (event.data.u64 == kWake) {
      result.is_woken = true;
      continue;
    }
    if ((event.events & EPOLLOUT) != 0) result.is_writable = true;
    auto& revents = sockets[event.data.u64].revents;
    revents = static_cast<short>(event.events & ~static_cast<std::uint32_t>(EPOLLOUT));
    if (revents != 0) ++result.readable;
  }
  return result;
}

}  // namespace shadowsim::mqtt::paho
