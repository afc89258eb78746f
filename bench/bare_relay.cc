#include "bench/bare_relay.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "sim/base/check.h"

namespace shadowsim::bench {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

class Loop {
 public:
  Loop(int listener, std::uint16_t broker_port) : listener_{listener}, broker_port_{broker_port} {
    watch(listener);
  }

  [[noreturn]] void run() {
    constexpr int kMost = 64;
    std::array<epoll_event, kMost> events{};
    for (;;) {
      const int count = epoll_wait(epoll_, events.data(), kMost, -1);
      for (int i = 0; i < count; ++i) {
        const int socket = events.at(static_cast<std::size_t>(i)).data.fd;
        if (socket == listener_) {
          accept_one();
        } else {
          copy(socket);
        }
      }
    }
  }

 private:
  void watch(int socket) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    SHADOWSIM_CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) == 0, "no epoll");
  }

  void accept_one() {
    const int client = accept(listener_, nullptr, nullptr);
    const int broker = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(broker_port_);
    SHADOWSIM_CHECK(
        connect(broker, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
        "no broker");
    for (const auto& [one, other] : {std::pair{client, broker}, std::pair{broker, client}}) {
      const int on = 1;
      setsockopt(one, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      others_[one] = other;
      watch(one);
    }
  }

  void copy(int socket) {
    const auto found = others_.find(socket);
    if (found == others_.end()) return;  // ended while its event waited
    const ssize_t count = recv(socket, room_.data(), room_.size(), MSG_DONTWAIT);
    const int other = found->second;
    if (count > 0) {
      std::size_t sent = 0;
      while (sent < static_cast<std::size_t>(count)) {
        const ssize_t more =
            send(other, room_.data() + sent, static_cast<std::size_t>(count) - sent, MSG_NOSIGNAL);
        if (more <= 0) break;
        sent += static_cast<std::size_t>(more);
      }
      return;
    }
    for (const int end : {socket, other}) {
      others_.erase(end);
      close(end);
    }
  }

  int listener_;
  std::uint16_t broker_port_;
  int epoll_ = epoll_create1(0);
  std::map<int, int> others_;
  std::vector<char> room_ = std::vector<char>(64 * 1024);
};

}  // namespace

BareRelay::BareRelay(std::uint16_t broker_port) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  constexpr int kBacklog = 1024;
  SHADOWSIM_CHECK(bind(listener, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                      listen(listener, kBacklog) == 0 &&
                      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) == 0,
                  "no port");
  port_ = ntohs(address.sin_port);
  child_ = fork();
  SHADOWSIM_CHECK(child_ >= 0, "no process");
  if (child_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    Loop{listener, broker_port}.run();
  }
  close(listener);
}

BareRelay::~BareRelay() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

}  // namespace shadowsim::bench
