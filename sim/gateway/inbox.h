#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace shadowsim::gateway {

// What has come from one side and is not taken yet: bytes are read into its room and taken off its front.
// It begins small, as most clients say little, and grows where reads fill it or a packet is larger.
// Threads: one at a time.
class Inbox {
 public:
  static constexpr std::size_t kLeast = std::size_t{4} * 1024;
  static constexpr std::size_t kMost = std::size_t{64} * 1024;  // for reads; a packet may need more

  // Where the next bytes may be read to; never empty. Moves what is there, so bytes() is to be asked anew.
  std::span<char> room();

  // So many bytes have been read to the front of room().
  void add(std::size_t count);

  // What is there; valid until room() is called.
  std::string_view bytes() const { return {buffer_.data() + begin_, end_ - begin_}; }

  // Takes so many bytes off the front.
  void drop(std::size_t count) { begin_ += count; }

 private:
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool was_filled_ = false;  // by the last read
};

}  // namespace shadowsim::gateway
