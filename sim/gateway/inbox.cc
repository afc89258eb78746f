#include "sim/gateway/inbox.h"

#include <algorithm>
#include <cstring>

namespace shadowsim::gateway {

std::span<char> Inbox::room() {
  const std::size_t held = end_ - begin_;
  if (begin_ != 0 && held != 0) std::memmove(buffer_.data(), buffer_.data() + begin_, held);
  begin_ = 0;
  end_ = held;
  const bool is_full = held == buffer_.size();
  if (is_full || (was_filled_ && buffer_.size() < kMost))
    buffer_.resize(std::max(kLeast, 2 * buffer_.size()));
  was_filled_ = false;
  return std::span{buffer_}.subspan(end_);
}

void Inbox::add(std::size_t count) {
  end_ += count;
  was_filled_ = end_ == buffer_.size();
}

}  // namespace shadowsim::gateway
