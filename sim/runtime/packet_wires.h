#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "sim/base/result.h"
#include "sim/mqtt/endpoint.h"
#include "sim/probe/player.h"

namespace shadowsim::runtime {

// Connections to an endpoint, over TCP or TLS, that carry MQTT packets as they are.
// Threads: the one that runs the io_context.
// Owns:    its connections; what is still under way when it is destroyed ends some time after. Borrows the
//          context, which must outlive it.
class PacketWires final : public probe::Wires {
 public:
  struct Listener {
    std::function<void(probe::Wire, std::string packet)> packet;
    std::function<void(probe::Wire)> end;
  };

  // Resolves the endpoint's name and reads its files.
  // Errors: kUnreachable for a name that does not resolve; kUsage for files that cannot be used and for
  //         WebSockets, which it does not speak.
  static Result<std::unique_ptr<PacketWires>> make(boost::asio::io_context& context,
                                                   const mqtt::Endpoint& endpoint);
  ~PacketWires() override;

  void set_listener(Listener listener) { listener_ = std::move(listener); }

  void open(probe::Wire wire, std::string packet) override;
  void send(probe::Wire wire, std::string packets) override;
  void close(probe::Wire wire) override;

 private:
  class Connection;
  using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

  PacketWires(boost::asio::io_context& context, boost::asio::ip::tcp::endpoint address,
              TlsContext tls, std::string host);

  boost::asio::io_context& context_;
  boost::asio::ip::tcp::endpoint address_;
  TlsContext tls_;  // null: plain
  std::string host_;
  Listener listener_;
  std::unordered_map<probe::Wire, std::shared_ptr<Connection>> connections_;
};

}  // namespace shadowsim::runtime
