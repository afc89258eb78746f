#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <sys/types.h>

namespace shadowsim::mqtt::mosquitto {

// libmosquitto reads a packet by three or four calls of read(), writes each packet, an
// acknowledgement of four bytes, too, by a write() of its own, and wakes by a pair of sockets a
// thread that we do not have. System calls are most of what a message costs. So its calls arrive
// at a read(), write() and socketpair() of ours, defined beside this class, which ask the object
// below; what others call is passed on to the C library, as is all else.

// Bytes that the library believes to be written and that go out with the next ones, or by flush().
using HeldBytes = std::string;

// A call of the library that concerns one socket: while the object lives, the calling thread's
// reads from and writes to that socket go through it. There is one at a time.
// Owns:    what it has read. Borrows the held bytes and the socket.
class SocketTurn {
 public:
  enum class Kind : bool {
    kWriting,  // writes go out, together with what is held
    kReading,  // reads are few and large, and small writes are held
  };

  SocketTurn(Kind kind, int socket, HeldBytes& held);
  SocketTurn(const SocketTurn&) = delete;
  SocketTurn& operator=(const SocketTurn&) = delete;
  ~SocketTurn();

  // Whether something was read from the socket that the library has not taken yet. It must be made
  // to, before the turn ends. Never while writing.
  bool has_input() const { return taken_ < filled_; }

  // The library's calls, with read(2)'s and write(2)'s results.
  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);

  int socket() const { return socket_; }

 private:
  Kind kind_;
  int socket_;
  HeldBytes& held_;
  bool is_drained_ = false;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
  std::array<char, 16'384> input_;  // as much as is read at once
};

// The library's next connect, by this thread, gets no pair of sockets while the object lives; it
// does without.
class WithoutSocketPair {
 public:
  WithoutSocketPair();
  WithoutSocketPair(const WithoutSocketPair&) = delete;
  WithoutSocketPair& operator=(const WithoutSocketPair&) = delete;
  ~WithoutSocketPair();
};

// Writes what is held, as far as the socket takes it.
void flush(int socket, HeldBytes& held);

// Whether our definitions are in force for shared libraries. Naming this function is also what
// links them into a program.
bool socket_turns_are_in_force() noexcept;

}  // namespace shadowsim::mqtt::mosquitto
