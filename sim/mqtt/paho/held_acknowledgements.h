#pragma once

#include <mutex>
#include <string>
#include <sys/types.h>
#include <sys/uio.h>
#include <vector>

namespace shadowsim::mqtt::paho {

// Acknowledgements that the library believes to be written, and that go out in front of the next
// packet of their socket, or by flush().
// Threads: any thread. Calls of write() for one socket do not overlap: the library sees to that.
class HeldAcknowledgements {
 public:
  // A PUBACK without a reason code, as the library writes it.
  static bool is_acknowledgement(const iovec* parts, int count);

  // Keeps the packet for later, and says as writev(2) that all of it is written.
  // Requires: the library has no unfinished write on that socket.
  ssize_t hold(int socket, const iovec* parts, int count);

  // writev(2), with what is held for the socket in front. The result is of the given parts alone;
  // -1 with EAGAIN where the socket has not taken all that was held.
  ssize_t write(int socket, const iovec* parts, int count);

  // Writes all that is held, as far as the sockets take it.
  void flush();

  // Drops what is held for that socket, which is about to be closed.
  void forget(int socket);

 private:
  struct Held {
    int socket = -1;
    std::string bytes;
  };

  std::vector<Held>::iterator find(int socket);

  std::mutex mutex_;
  std::vector<Held> held_;  // of few sockets at a time: those that one turn found readable
};

}  // namespace shadowsim::mqtt::paho
