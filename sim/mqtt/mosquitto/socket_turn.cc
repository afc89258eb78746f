#include "sim/mqtt/mosquitto/socket_turn.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sim/base/check.h"
#include "sim/mqtt/interposition.h"

namespace {

using shadowsim::mqtt::mosquitto::SocketTurn;

using Read = ssize_t(int, void*, std::size_t);
using Write = ssize_t(int, const void*, std::size_t);
using SocketPair = int(int, int, int, int*);

std::atomic<Read*> next_read{nullptr};
std::atomic<Write*> next_write{nullptr};
std::atomic<SocketPair*> next_socketpair{nullptr};

// Functions of the C library have no owner that could hold these.
thread_local SocketTurn* present_turn = nullptr;
thread_local bool refuses_socket_pairs = false;

template <class Function>
Function& real(std::atomic<Function*>& next, const char* name) noexcept {
  Function* found = next.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = reinterpret_cast<Function*>(shadowsim::mqtt::next_definition(name));
    next.store(found, std::memory_order_relaxed);
  }
  return *found;
}

}  // namespace

extern "C" ssize_t read(int descriptor, void* to, std::size_t size) {
  SocketTurn* const turn = present_turn;
  if (turn == nullptr || turn->socket() != descriptor)
    return real(next_read, "read")(descriptor, to, size);
  return turn->read(static_cast<char*>(to), size);
}

extern "C" ssize_t write(int descriptor, const void* from, std::size_t size) {
  SocketTurn* const turn = present_turn;
  if (turn == nullptr || turn->socket() != descriptor)
    return real(next_write, "write")(descriptor, from, size);
  return turn->write(static_cast<const char*>(from), size);
}

extern "C" int socketpair(int domain, int type, int protocol, int* pair) noexcept {
  if (refuses_socket_pairs) {
    errno = EMFILE;
    return -1;
  }
  return real(next_socketpair, "socketpair")(domain, type, protocol, pair);
}

namespace shadowsim::mqtt::mosquitto {

// The input is not initialised on purpose. NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
SocketTurn::SocketTurn(Kind kind, int socket, HeldBytes& held)
    : kind_{kind}, socket_{socket}, held_{held} {
  SHADOWSIM_CHECK(present_turn == nullptr, "a turn within a turn");
  present_turn = this;
}

SocketTurn::~SocketTurn() {
  present_turn = nullptr;
}

ssize_t SocketTurn::read(char* to, std::size_t size) {
  if (kind_ == Kind::kWriting) return real(next_read, "read")(socket_, to, size);
  if (!has_input()) {
    // A read that did not fill its buffer has emptied the socket.
    if (is_drained_) {
      errno = EAGAIN;
      return -1;
    }
    const ssize_t got = real(next_read, "read")(socket_, input_.data(), input_.size());
    if (got <= 0) return got;
    taken_ = 0;
    filled_ = static_cast<std::size_t>(got);
    is_drained_ = filled_ < input_.size();
  }
  const std::size_t count = std::min(size, filled_ - taken_);
  std::memcpy(to, input_.data() + taken_, count);
  taken_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t SocketTurn::write(const char* from, std::size_t size) {
  constexpr std::size_t kHeldBytesMax = 512;
  if (kind_ == Kind::kReading && held_.size() + size <= kHeldBytesMax) {
    held_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  if (held_.empty()) return real(next_write, "write")(socket_, from, size);
  // writev() only reads them. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  const std::array<iovec, 2> both{{{held_.data(), held_.size()}, {const_cast<char*>(from), size}}};
  const ssize_t written = writev(socket_, both.data(), static_cast<int>(both.size()));
  if (written < 0) return written;
  const std::size_t of_held = std::min(static_cast<std::size_t>(written), held_.size());
  held_.erase(0, of_held);
  const std::size_t of_new = static_cast<std::size_t>(written) - of_held;
  if (of_new > 0) return static_cast<ssize_t>(of_new);
  errno = EAGAIN;
  return -1;
}

WithoutSocketPair::WithoutSocketPair() {
  refuses_socket_pairs = true;
}

WithoutSocketPair::~WithoutSocketPair() {
  refuses_socket_pairs = false;
}

void flush(int socket, HeldBytes& held) {
  if (held.empty()) return;
  const ssize_t written = real(next_write, "write")(socket, held.data(), held.size());
  if (written > 0) held.erase(0, static_cast<std::size_t>(written));
  // Of a connection that is gone, reading tells.
  if (written < 0 && errno != EAGAIN && errno != EINTR) held.clear();
}

bool socket_turns_are_in_force() noexcept {
  return is_interposed("read", reinterpret_cast<const void*>(&::read)) &&
         is_interposed("write", reinterpret_cast<const void*>(&::write)) &&
         is_interposed("socketpair", reinterpret_cast<const void*>(&::socketpair));
}

}  // namespace shadowsim::mqtt::mosquitto
