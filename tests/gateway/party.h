#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "sim/packet/packet.h"

namespace shadowsim::gateway {

using namespace packet;

// One end of a connection, plain or over TLS, that sends hand-made packets and keeps what comes. It
// works on the test's own thread: nothing happens but while that runs the io_context.
class Party : public std::enable_shared_from_this<Party> {
 public:
  using Tcp = boost::asio::ip::tcp;

  // Begins to read what comes to a socket.
  static std::shared_ptr<Party> on(Tcp::socket socket, Version version);

  // Connects, over TLS where there is a context. Whether the handshake succeeds, is_ready and has_ended
  // tell later.
  static std::shared_ptr<Party> connect(boost::asio::io_context& context, std::uint16_t port,
                                        Version version,
                                        std::shared_ptr<boost::asio::ssl::context> tls = nullptr);

  // Hands bytes to the kernel, behind those that wait for it to have room.
  void send(std::string_view bytes);

  void stop_reading() { reads_ = false; }
  void read_on();
  void end_sending();  // the connection is half closed then
  void close();

  // What has come, a text for each packet, "PUBACK 7 0x97", and at the end "close"; see describe().
  std::vector<std::string> heard;

  // Called with each packet, after it was put into `heard`.
  std::function<void(const Frame&)> on_packet;
  std::function<void()> on_end;  // may be empty

  Version version;
  std::size_t bytes_heard = 0;
  std::size_t bytes_waiting = 0;  // to be sent
  bool is_ready = false;          // shook hands, or is plain
  bool has_ended = false;

  // `heard` as one text, which begins anew.
  std::string take_heard();

 private:
  using Tls = boost::asio::ssl::stream<Tcp::socket>;

  Party(Tcp::socket socket, Version version);

  template <class Use>
  void with_stream(Use use);
  void read();
  void write();
  void take_packets();
  void end();

  std::shared_ptr<boost::asio::ssl::context> context_;
  Tcp::socket socket_;
  std::unique_ptr<Tls> tls_;
  std::string input_;
  std::vector<char> room_;
  std::string output_;
  std::string being_sent_;
  bool reads_ = true;
  bool is_reading_ = false;
  bool is_writing_ = false;
};

// A packet as a person reads it: "CONNACK 0x87", "PUBLISH t/7", "SUBACK 5 0x01 0x97", "DISCONNECT 0x93",
// "malformed" where it cannot be read.
std::string describe(const Frame& frame, Version version);

}  // namespace shadowsim::gateway
