#pragma once

#include <string>

#include "sim/base/result.h"
#include "sim/endpoint/descriptor.h"

namespace shadowsim::endpoint {

// A place for a Unix domain socket that a child process shall listen on, for this process alone: in a folder
// of its own that nobody else may enter. Once the child listens, socket and folder lose their names, so that
// nothing is left behind however this program ends.
// Threads: one at a time.
// Source:  unix(7); proc(5) for the name that an unnamed file keeps.
class LocalSocket {
 public:
  // Makes the folder, for temporary files where that name is short enough for a socket's.
  // Errors: kSystem where it cannot be made.
  static Result<LocalSocket> make();

  LocalSocket(LocalSocket&& other) noexcept;
  LocalSocket& operator=(LocalSocket&& other) noexcept;
  ~LocalSocket();  // takes away what still has a name

  // Where to listen; at most 107 bytes, as a socket's name may be. Empty after unname().
  const std::string& path() const { return path_; }

  // Takes the names away. Requires: somebody listens at path(). Errors: kSystem where nobody does.
  Result<void> unname();

  // The name by which this process, and what it forks, connects from then on.
  std::string address() const;

 private:
  explicit LocalSocket(std::string folder);

  void remove_names();

  std::string folder_;
  std::string path_;
  Descriptor socket_;  // once it has no name
};

// Whether something accepts connections on the Unix domain socket of that name, at once.
bool accepts_connections(const std::string& path);

}  // namespace shadowsim::endpoint
