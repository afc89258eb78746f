#include "sim/mqtt/paho/held_acknowledgements.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>
#include <sys/socket.h>

namespace shadowsim::mqtt::paho {
namespace {

// Source: MQTT Version 5.0, section 3.4: type 4, and two bytes of packet identifier where the reason
//         code is left out.
constexpr char kPubackByte = 0x40;
constexpr std::size_t kPubackBytes = 4;

// Fails where there is no socket of that number any more, whatever has the number now. A connection
// that has ended is no reason for a signal.
ssize_t send_to(int socket, std::span<iovec> parts) {
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

}  // namespace

bool HeldAcknowledgements::is_acknowledgement(const iovec* parts, int count) {
  const std::span all{parts, static_cast<std::size_t>(count)};
  std::size_t size = 0;
  for (const iovec& part : all)
    size += part.iov_len;
  return size == kPubackBytes && all.front().iov_len > 0 &&
         *static_cast<const char*>(all.front().iov_base) == kPubackByte;
}

std::vector<HeldAcknowledgements::Held>::iterator HeldAcknowledgements::find(int socket) {
  return std::ranges::find(held_, socket, &Held::socket);
}

ssize_t HeldAcknowledgements::hold(int socket, const iovec* parts, int count) {
  const std::lock_guard lock{mutex_};
  auto place = find(socket);
  if (place == held_.end()) place = held_.insert(held_.end(), Held{socket, {}});
  for (const iovec& part : std::span{parts, static_cast<std::size_t>(count)})
    place->bytes.append(static_cast<const char*>(part.iov_base), part.iov_len);
  return kPubackBytes;
}

ssize_t HeldAcknowledgements::write(int socket, const iovec* parts, int count) {
  const std::lock_guard lock{mutex_};
  const auto place = find(socket);
  std::vector<iovec> all{parts, parts + count};
  if (place == held_.end()) return send_to(socket, all);
  all.insert(all.begin(), {place->bytes.data(), place->bytes.size()});
  const ssize_t written = send_to(socket, all);
  if (written < 0) return written;
  const std::size_t of_held = std::min(static_cast<std::size_t>(written), place->bytes.size());
  place->bytes.erase(0, of_held);
  if (place->bytes.empty()) {
    held_.erase(place);
    const std::size_t of_parts = static_cast<std::size_t>(written) - of_held;
    if (of_parts > 0) return static_cast<ssize_t>(of_parts);
  }
  errno = EAGAIN;
  return -1;
}

void HeldAcknowledgements::flush() {
  const std::lock_guard lock{mutex_};
  std::erase_if(held_, [](Held& held) {
    iovec part{held.bytes.data(), held.bytes.size()};
    const ssize_t written = send_to(held.socket, {&part, 1});
    if (written < 0)
      return errno != EAGAIN && errno != EINTR;  // of a lost connection, reading tells
    held.bytes.erase(0, static_cast<std::size_t>(written));
    return held.bytes.empty();
  });
}

void HeldAcknowledgements::forget(int socket) {
  const std::lock_guard lock{mutex_};
  std::erase_if(held_, [socket](const Held& held) { return held.socket == socket; });
}

}  // namespace shadowsim::mqtt::paho
