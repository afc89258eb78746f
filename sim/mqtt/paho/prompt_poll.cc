#include "sim/mqtt/paho/prompt_poll.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <vector>

#include "sim/mqtt/paho/interposition.h"
#include "sim/mqtt/paho/late_acknowledgement.h"
#include "sim/mqtt/paho/socket_watch.h"

namespace {

using Poll = int(pollfd*, nfds_t, int);
using Usleep = int(useconds_t);

std::atomic<Poll*> next_poll{nullptr};
std::atomic<Usleep*> next_usleep{nullptr};

// The event descriptor that wakes Paho's receive thread; -1 while the cure is not in force. It
// lives as long as the process, like the thread that waits for it.
std::atomic<int> wake_descriptor{-1};

// How often wake_receive_thread() was called, which tells new sockets from known ones.
std::atomic<unsigned> wakes{0};

// Of so many successive turns only the first asks the kernel which sockets can be written to.
constexpr int kTurnsOfAnAnswer = 16;

// The longest wait on an answer of an earlier turn: how late a socket that has become full, which
// happens to a link that is slower than its load, may be noticed.
constexpr int kWaitOnOldAnswerMs = 5;

template <class Function>
Function& real(std::atomic<Function*>& next, const char* name) noexcept {
  Function* found = next.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = reinterpret_cast<Function*>(shadowsim::mqtt::paho::next_definition(name));
    next.store(found, std::memory_order_relaxed);
  }
  return *found;
}

// What one thread of Paho's, in fact the receive thread, has seen since its last turn. Each turn
// asks without waiting which sockets can be written to, waits for those that can be read, handles
// them, and sleeps if there were none.
struct Turn {
  std::vector<int> writable;  // the sockets of the last answer to the first question, if it was
                              // yes for every one
  unsigned wakes_at_answer = 0;
  int age_of_answer = 0;        // in turns; 0 where it is this turn's
  std::vector<int> unwritable;  // by that answer
  shadowsim::mqtt::paho::SocketWatch watch;
  bool cut_short = false;  // the last wait ended for a reason that only the next turn can see
  bool has_waited = false;
  bool found_any = false;
};

Turn& this_turn() {
  thread_local Turn turn;
  return turn;
}

// Whether the sockets, none of which is new, could all be written to a moment ago. Paho then may
// take it that they still can: what a full socket does not take it keeps for later.
bool is_answered(const Turn& turn, const pollfd* sockets, nfds_t count) {
  return turn.found_any && turn.age_of_answer + 1 < kTurnsOfAnAnswer &&
         turn.wakes_at_answer == wakes.load(std::memory_order_acquire) &&
         std::equal(turn.writable.begin(), turn.writable.end(), sockets, sockets + count,
                    [](int writable, const pollfd& socket) { return writable == socket.fd; });
}

int answer_again(Turn& turn, pollfd* sockets, nfds_t count) {
  ++turn.age_of_answer;
  for (nfds_t i = 0; i < count; ++i)
    sockets[i].revents = POLLOUT;
  return static_cast<int>(count);
}

// The question without waiting: passed on, and its answer kept. A look at every socket takes as
// long as the rest of a turn, so under load an answer serves several turns.
int ask_writable(Turn& turn, pollfd* sockets, nfds_t count) {
  if (is_answered(turn, sockets, count)) return answer_again(turn, sockets, count);
  turn.age_of_answer = 0;
  turn.wakes_at_answer = wakes.load(std::memory_order_acquire);
  turn.writable.clear();
  turn.unwritable.clear();
  const int ready = real(next_poll, "poll")(sockets, count, 0);
  if (ready < 0) return ready;
  for (nfds_t i = 0; i < count; ++i) {
    if (sockets[i].revents == 0) turn.unwritable.push_back(sockets[i].fd);
    if (sockets[i].revents == POLLOUT) turn.writable.push_back(sockets[i].fd);
  }
  return ready;
}

// The wait for readable sockets, which also ends with the wake-up and with the writability that the
// next turn is to see at once.
int wait_readable(Turn& turn, pollfd* sockets, nfds_t count, int timeout_ms, int wake) {
  if (turn.age_of_answer > 0) timeout_ms = std::min(timeout_ms, kWaitOnOldAnswerMs);
  // After a wait that was cut short, Paho has asked anew but acts on the answer only after this
  // call, so it must not wait.
  if (turn.cut_short) timeout_ms = 0;
  shadowsim::mqtt::paho::send_held_acknowledgements();
  const auto found = turn.watch.wait(sockets, count, turn.unwritable, wake, timeout_ms);
  if (found.readable < 0) return -1;
  if (found.is_woken) {
    eventfd_t taken = 0;
    eventfd_read(wake, &taken);
    turn.watch.forget();  // a connect() may have given a number to another socket
  }
  turn.cut_short = found.is_woken || found.is_writable;
  turn.has_waited = true;
  turn.found_any = found.readable > 0;
  return found.readable;
}

}  // namespace

extern "C" int poll(pollfd* sockets, nfds_t count, int timeout_ms) {
  const int wake = wake_descriptor.load(std::memory_order_relaxed);
  if (wake < 0 || !shadowsim::mqtt::paho::is_paho(__builtin_return_address(0)))
    return real(next_poll, "poll")(sockets, count, timeout_ms);
  Turn& turn = this_turn();
  return timeout_ms == 0 ? ask_writable(turn, sockets, count)
                         : wait_readable(turn, sockets, count, timeout_ms, wake);
}

extern "C" int usleep(useconds_t microseconds) {
  const int wake = wake_descriptor.load(std::memory_order_relaxed);
  if (wake < 0 || !shadowsim::mqtt::paho::is_paho(__builtin_return_address(0)))
    return real(next_usleep, "usleep")(microseconds);
  Turn& turn = this_turn();
  if (turn.has_waited) {
    turn.has_waited = false;
    // A socket that can be read but not written to is no work for Paho, and would make its turns
    // a busy loop without any sleep.
    if (turn.found_any) real(next_usleep, "usleep")(std::min(microseconds, useconds_t{1000}));
    return 0;
  }
  pollfd wake_up{wake, POLLIN, 0};
  const int errno_before = errno;
  real(next_poll, "poll")(&wake_up, 1, static_cast<int>(microseconds / 1000));
  errno = errno_before;
  return 0;
}

namespace shadowsim::mqtt::paho {

bool start_prompt_poll() noexcept {
  if (wake_descriptor.load() >= 0) return true;
  if (!find_paho() || !is_interposed("poll", reinterpret_cast<const void*>(&::poll)) ||
      !is_interposed("usleep", reinterpret_cast<const void*>(&::usleep)))
    return false;
  const int made = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (made < 0) return false;
  int none = -1;
  if (!wake_descriptor.compare_exchange_strong(none, made)) close(made);
  return true;
}

void wake_receive_thread() noexcept {
  const int wake = wake_descriptor.load(std::memory_order_relaxed);
  if (wake < 0) return;
  const int errno_before = errno;
  wakes.fetch_add(1, std::memory_order_release);
  eventfd_write(wake, 1);
  errno = errno_before;
}

}  // namespace shadowsim::mqtt::paho
