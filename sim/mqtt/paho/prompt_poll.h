#pragma once

namespace shadowsim::mqtt::paho {

// Paho C 1.3.12 has one receive thread a process. It polls its sockets for up to a second without
// noticing a new one or the completion of a connect, and after a second without events sleeps for
// 100 ms more, deaf to all. The cure is a poll() and a usleep() of ours, defined beside these
// functions, which act on calls from Paho only and pass all others on:
//  - a wait for Paho's sockets ends early when connect() has been called for a new one, or when
//    one that could not be written to can be (which is how a connect completes);
//  - the sleep after a wait is left out, and the sleep for want of sockets ends with the first;
//  - under load, the answer to "which sockets can be written to", which Paho wants before each wait
//    and which costs a look at every one, serves several waits.
// Nothing is polled at intervals, so an idle process stays as idle as Paho leaves it. The waits
// themselves become epoll's, which spares a look at every silent socket for each message.

// Puts the cure in force for this process; doing it again does nothing. False where it cannot:
// Paho is not a shared library, or there is no descriptor left for the wake-up.
bool start_prompt_poll() noexcept;

// Ends the receive thread's present wait, or its next one if it does not wait now. Does nothing
// before start_prompt_poll().
// Threads: any thread, signal handlers, too. Keeps errno.
void wake_receive_thread() noexcept;

}  // namespace shadowsim::mqtt::paho
