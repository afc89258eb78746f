#pragma once

namespace shadowsim::mqtt::paho {

// Paho C 1.3.12 hands a message of QoS 1 over and then, still under the mutex that a publish needs,
// writes its PUBACK. Whoever answers the message meets that mutex and sleeps, and the broker is woken
// for four bytes on a core that the answer needs. The cure is a writev() and a close() of ours,
// defined beside these functions: a PUBACK that the receive thread writes is held, and goes out in
// front of the socket's next packet or before the thread waits again, whichever comes first. Other
// writes, and those of other code, are passed on.

// Whether our definitions are in force for Paho. Naming this function is also what links them into a
// program.
bool late_acknowledgement_is_in_force() noexcept;

// Sends what is held. Called by the receive thread before each of its waits; from the first call on
// the calling thread's acknowledgements are held.
void send_held_acknowledgements() noexcept;

}  // namespace shadowsim::mqtt::paho
