#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace shadowsim::runtime {

// The lines of a terminal, pipe or file, as they come. It leaves the descriptor blocking as it is,
// since others (the shell, our own stdout) may share it.
// Threads: the one that runs the context.
// Owns:    neither the descriptor nor the context; both must outlive it.
class LineInput {
 public:
  struct Listener {
    std::function<void(std::string_view line)>
        line;                   // without its end; a last one may have had none
    std::function<void()> end;  // once: the input has ended, cannot be read, or a line has more
                                // than the bytes allowed
  };

  static constexpr std::size_t kLineBytesMax =
      std::size_t{128} * 1024;  // of an MQTT message at AWS, too

  LineInput(boost::asio::io_context& context, int descriptor, Listener listener,
            std::size_t line_bytes_max = kLineBytesMax);

  // Begins to listen. The listener is called from within the context's run() only.
  void start();

  // Calls the listener no more.
  void stop();

 private:
  void wait();
  void read_chunk();
  void take_lines();
  void finish();

  int descriptor_;
  boost::asio::posix::stream_descriptor readiness_;  // an epoll that watches the descriptor
  Listener listener_;
  bool is_pollable_ = true;  // files are not: they can always be read
  bool is_over_ = false;
  std::size_t line_bytes_max_;
  std::string buffer_;
  std::size_t searched_ = 0;  // so much of the buffer has no end of a line
};

}  // namespace shadowsim::runtime
