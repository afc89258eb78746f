#pragma once

#include <poll.h>
#include <vector>

namespace shadowsim::mqtt::paho {

// Waits as poll(2) does for sockets that can be read, but by epoll(7), whose cost does not grow
// with the sockets that are silent. It remembers the sockets from call to call, so that a list that
// did not change costs one comparison.
// Threads: one.
class SocketWatch {
 public:
  // What a wait has found beside readable sockets.
  struct Result {
    int readable = 0;          // how many sockets have revents; negative where epoll failed
    bool is_woken = false;     // the wake-up can be read
    bool is_writable = false;  // one of those that were asked for can be written to
  };

  SocketWatch() = default;
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;
  ~SocketWatch();

  // Waits until a socket can be read or has failed, a socket of `unwritable` can be written to,
  // `wake` can be read, or the time is over. Sets the sockets' revents as poll(2), without POLLOUT.
  // Requires: `unwritable` holds descriptors of `sockets`.
  Result wait(pollfd* sockets, nfds_t count, const std::vector<int>& unwritable, int wake,
              int timeout_ms);

  // A descriptor may stand for another socket than before.
  void forget() { is_stale_ = true; }

 private:
  bool has_same(const pollfd* sockets, nfds_t count) const;
  void watch(const pollfd* sockets, nfds_t count, const std::vector<int>& unwritable, int wake);

  int epoll_ = -1;
  std::vector<int> watched_;
  bool is_stale_ = true;
};

}  // namespace shadowsim::mqtt::paho
