#pragma once

#include <cstddef>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

namespace shadowsim::gateway {

// Sends what the kernel has room for at once; how many bytes that was, 0 where it failed.
// Requires: no asynchronous write of this socket, one of Asio's for streams, is under way.
template <typename Socket>
std::size_t write_now(Socket& socket, std::string_view bytes) {
  boost::system::error_code error;
  if (!socket.non_blocking()) socket.non_blocking(true, error);
  const std::size_t sent = error ? 0 : socket.write_some(boost::asio::buffer(bytes), error);
  return error ? 0 : sent;
}

}  // namespace shadowsim::gateway
