#include "sim/mqtt/paho/late_acknowledgement.h"

#include <atomic>
#include <cerrno>
#include <sys/uio.h>
#include <unistd.h>

#include "sim/mqtt/paho/held_acknowledgements.h"
#include "sim/mqtt/paho/interposition.h"

namespace {

using shadowsim::mqtt::paho::HeldAcknowledgements;

using Writev = ssize_t(int, const iovec*, int);
using Close = int(int);

std::atomic<Writev*> next_writev{nullptr};
std::atomic<Close*> next_close{nullptr};

thread_local bool may_hold = false;

template <class Function>
Function& real(std::atomic<Function*>& next, const char* name) noexcept {
  Function* found = next.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = reinterpret_cast<Function*>(shadowsim::mqtt::paho::next_definition(name));
    next.store(found, std::memory_order_relaxed);
  }
  return *found;
}

// Functions of the C library have no owner that could hold it; it lives as long as Paho's threads,
// which nothing ends before the process.
HeldAcknowledgements& held() {
  static auto* const all = new HeldAcknowledgements;
  return *all;
}

}  // namespace

extern "C" ssize_t writev(int socket, const iovec* parts, int count) {
  if (count < 1 || !shadowsim::mqtt::paho::is_paho(__builtin_return_address(0)))
    return real(next_writev, "writev")(socket, parts, count);
  if (may_hold && HeldAcknowledgements::is_acknowledgement(parts, count)) {
    return held().hold(socket, parts, count);
  }
  return held().write(socket, parts, count);
}

extern "C" int close(int descriptor) {
  if (shadowsim::mqtt::paho::is_paho(__builtin_return_address(0))) held().forget(descriptor);
  return real(next_close, "close")(descriptor);
}

namespace shadowsim::mqtt::paho {

bool late_acknowledgement_is_in_force() noexcept {
  return is_interposed("writev", reinterpret_cast<const void*>(&::writev)) &&
         is_interposed("close", reinterpret_cast<const void*>(&::close));
}

void send_held_acknowledgements() noexcept {
  const int errno_before = errno;
  held().flush();
  may_hold = true;
  errno = errno_before;
}

}  // namespace shadowsim::mqtt::paho
