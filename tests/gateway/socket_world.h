#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include "sim/gateway/gateway.h"
#include "sim/packet/packet_writing.h"
#include "sim/quota/quota_profile.h"
#include "sim/time/clock.h"
#include "sim/time/system_clock.h"
#include "tests/gateway/party.h"

namespace shadowsim::gateway {

using namespace packet;

// A clock that goes on only when it is told to, so that a rate is met to the token.
class SteppedClock final : public Clock {
 public:
  TimePoint now() const override { return now_; }
  WallTime wall_now() const override { return {}; }
  void advance(Duration by) { now_ += by; }

 private:
  TimePoint now_{std::chrono::hours{1}};
};

// Stands in for a broker, on a free port: takes each connection, answers as a broker that grants
// everything, and remembers what it was sent.
class ScriptedBroker {
 public:
  explicit ScriptedBroker(boost::asio::io_context& context);

  std::uint16_t port() const;

  // Who has connected, in that order.
  std::vector<std::shared_ptr<Party>> parties;
  bool answers = true;
  bool acknowledges = true;  // with PUBACK, where it answers at all

 private:
  void accept();
  void answer(Party& party, const Frame& frame) const;

  boost::asio::ip::tcp::acceptor acceptor_;
};

admission::Rules rules_with(const std::string& quotas, const std::string& policy = {});

// A policy that allows to connect, publish, subscribe and receive "good" only.
extern const char* const kGoodOnly;

// A gateway with its clients and its broker, all on the test's thread.
class SocketWorld {
 public:
  // `before`: another broker than its own, scripted one.
  explicit SocketWorld(admission::Rules rules, bool has_real_time = false,
                       std::optional<TlsListener> tls = {},
                       std::optional<BrokerAddress> before = {},
                       std::optional<std::uint64_t> link_fault_seed = {});

  // Runs until that is so; a failure of the test where it never is.
  void until(const std::function<bool()>& is_so, const char* what);
  void until_heard(const Party& party, std::size_t packets = 1);
  void until_end(const Party& party);

  // Lets everything happen that can happen at once.
  void settle();

  // A client that has sent its CONNECT, or nothing yet.
  std::shared_ptr<Party> knock(Version version);
  std::shared_ptr<Party> ask_in(Version version, const Connect& connect = {},
                                const PropertyWriter& properties = {});

  // A client that is in. `client_id` empty: one of its own.
  std::shared_ptr<Party> enter(Version version, std::string client_id = {});

  // All that a client hears upon these bytes, up to the answer to a PINGREQ behind them, which proves
  // that nothing else comes, or up to the end.
  std::string answer_to(Party& client, std::string_view bytes);

  boost::asio::io_context context{1};
  SteppedClock clock;
  SystemClock system_clock;
  ScriptedBroker broker{context};
  std::vector<std::string> log;
  std::unique_ptr<Gateway> gateway;

 private:
  int entered_ = 0;
};

// Packets as a client sends them.
std::string connect_packet(const Connect& connect, const PropertyWriter& properties = {});
std::string publish_packet(Version version, std::string_view topic, std::uint8_t qos = 1,
                           std::uint16_t packet_id = 7, std::string_view payload = "x");
std::string subscribe_packet(Version version, const std::vector<Filter>& filters);
inline constexpr std::string_view kPing{"\xC0\x00", 2};

}  // namespace shadowsim::gateway
