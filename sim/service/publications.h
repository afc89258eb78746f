#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace shadowsim::service {

// A message that the service wants to be published, at QoS 1 and not retained.
struct Publication {
  std::string topic;
  std::string payload;
};

// The messages that answer one request. Kept and handed in again, it reuses their buffers, so that
// the service allocates little.
// Threads: a value; one thread at a time.
class Publications {
 public:
  // One more message, whose texts are to be assigned: they hold what they held before.
  Publication& add() {
    if (count_ == buffers_.size()) buffers_.emplace_back();
    return buffers_[count_++];
  }

  void clear() { count_ = 0; }

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Publication& operator[](std::size_t index) const { return buffers_[index]; }
  const Publication* begin() const { return buffers_.data(); }
  const Publication* end() const { return buffers_.data() + count_; }

 private:
  std::vector<Publication> buffers_;  // the first count_ of them are in use
  std::size_t count_ = 0;
};

}  // namespace shadowsim::service
