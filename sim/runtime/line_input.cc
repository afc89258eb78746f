#include "sim/runtime/line_input.h"

#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

#include <boost/asio/post.hpp>

namespace shadowsim::runtime {

LineInput::LineInput(boost::asio::io_context& context, int descriptor, Listener listener,
                     std::size_t line_bytes_max)
    : descriptor_{descriptor},
      readiness_{context},
      listener_{std::move(listener)},
      line_bytes_max_{line_bytes_max} {
  // Asio makes what it waits for non-blocking; an epoll in between takes that on itself.
  const int watching = epoll_create1(EPOLL_CLOEXEC);
  if (watching < 0) {
    is_pollable_ = false;
    return;
  }
  epoll_event readable{};
  readable.events = EPOLLIN;
  is_pollable_ = epoll_ctl(watching, EPOLL_CTL_ADD, descriptor, &readable) == 0;
  boost::system::error_code failed;
  readiness_.assign(watching, failed);
  if (failed) close(watching);
}

void LineInput::start() {
  wait();
}

void LineInput::stop() {
  is_over_ = true;
  boost::system::error_code ignored;
  readiness_.close(ignored);
}

void LineInput::wait() {
  if (is_over_) return;
  if (!is_pollable_) {
    boost::asio::post(readiness_.get_executor(), [this] { read_chunk(); });
    return;
  }
  readiness_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [this](const boost::system::error_code& failed) {
                          if (!failed) read_chunk();
                        });
}

void LineInput::read_chunk() {
  if (is_over_) return;
  constexpr std::size_t kChunkBytes = std::size_t{16} * 1024;
  std::array<char, kChunkBytes> chunk{};
  const ssize_t got = read(descriptor_, chunk.data(), chunk.size());
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return wait();
  if (got <= 0) return finish();
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  take_lines();
  if (buffer_.size() > line_bytes_max_) {
    buffer_.clear();
    return finish();
  }
  wait();
}

void LineInput::take_lines() {
  std::size_t begin = 0;
  for (auto end = buffer_.find('\n', searched_); end != std::string::npos && !is_over_;
       end = buffer_.find('\n', begin)) {
    listener_.line(std::string_view{buffer_}.substr(begin, end - begin));
    begin = end + 1;
  }
  buffer_.erase(0, begin);
  searched_ = buffer_.size();
}

void LineInput::finish() {
  if (!buffer_.empty()) listener_.line(buffer_);
  stop();
  listener_.end();
}

}  // namespace shadowsim::runtime
