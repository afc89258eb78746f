#include "sim/runtime/front_gateway.h"

#include <array>
#include <optional>
#include <string>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/loopback_port.h"

namespace shadowsim::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct Pipe {
  Pipe() { EXPECT_EQ(pipe(ends.data()), 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends[0]);
    close(ends[1]);
  }
  int out() const { return ends[0]; }
  void put() const { EXPECT_EQ(write(ends[1], "x", 1), 1); }

  std::array<int, 2> ends{};
};

TEST(StandBehindGateway, TellsTheServiceTheLimitsOfTheProfile) {
  endpoint::BrokerOptions options;
  options.config.plugin = "plugin.so";
  admission::Rules rules;
  rules.quotas = quota::read_profile_text(
                     "device_shadow: {document_max_bytes: 100, "
                     "json_depth_max_levels: 2, client_token_max_bytes: 4}",
                     "quotas.yaml")
                     .value();
  stand_behind_gateway(options, rules);
  EXPECT_TRUE(options.has_local_socket);
  EXPECT_EQ(
      options.config.plugin_options,
      (std::vector<std::pair<std::string, std::string>>{
          {"document_bytes_max", "100"}, {"depth_max", "2"}, {"client_token_bytes_max", "4"}}));
}

TEST(FrontGateway, OnAPortThatIsTakenSaysSo) {
  const auto taken = endpoint::LoopbackPort::reserve(0).value();
  const auto gateway = FrontGateway::open({.port = taken.number()});
  ASSERT_TRUE(gateway.has_error());
  EXPECT_THAT(gateway.error().message, testing::HasSubstr("in use"));
}

TEST(FrontGateway, ServesUntilOneOfTheDescriptorsCanBeReadAndMayGoOn) {
  auto gateway = FrontGateway::open({});
  ASSERT_TRUE(gateway.has_value());
  EXPECT_TRUE(endpoint::accepts_connections(gateway->port()));
  EXPECT_EQ(gateway->tls_port(), 0);
  const std::array<Pipe, 2> pipes;
  const std::array<int, 2> waited{pipes[0].out(), pipes[1].out()};
  pipes[1].put();
  EXPECT_EQ(gateway->run_until_readable(waited), 1U);
  pipes[0].put();
  char byte = 0;
  EXPECT_EQ(read(waited[1], &byte, 1), 1) << "the descriptors stay the caller's";
  EXPECT_EQ(gateway->run_until_readable(waited), 0U);
}

// What is no CONNECT is refused by a gateway that runs, while a client's own end wakes the waiting.
TEST(FrontGateway, AnswersClientsWhileItWaits) {
  auto gateway = FrontGateway::open({});
  ASSERT_TRUE(gateway.has_value());
  asio::io_context context;
  tcp::socket client{context};
  client.connect({asio::ip::address_v4::loopback(), gateway->port()});
  asio::write(client, asio::buffer(std::string{"\xC0\x00", 2}));
  // The client's socket can be read as soon as the gateway has closed it.
  const std::array<int, 1> waited{client.native_handle()};
  EXPECT_EQ(gateway->run_until_readable(waited), 0U);
  std::array<char, 1> byte{};
  boost::system::error_code error;
  EXPECT_EQ(client.read_some(asio::buffer(byte), error), 0U);
  EXPECT_EQ(error, asio::error::eof);
  EXPECT_EQ(gateway->counters().of(admission::Metric::kConnectSuccess), 0U);
}

}  // namespace
}  // namespace shadowsim::runtime
