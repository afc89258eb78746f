// What a session asks for in the TLS handshake, seen by a server that lets in nobody else: AWS IoT takes
// MQTT with client certificates on port 443 only where the client asks for "x-amzn-mqtt-ca".

#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "tests/endpoint/tls_parties.h"
#include "tests/mqtt/engines.h"
#include "tests/mqtt/inbox.h"
#include "tests/mqtt/refusal.h"

namespace shadowsim::mqtt {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr const char* kAwsAlpn = "x-amzn-mqtt-ca";

// Shakes hands with one client that asks for AWS's protocol, and closes. Runs on the test's context.
class AlpnServer {
 public:
  AlpnServer(asio::io_context& context, const endpoint::TlsParties& parties)
      : acceptor_{context, {asio::ip::address_v4::loopback(), 0}} {
    tls_.use_certificate_chain_file(parties.server.certificate);
    tls_.use_private_key_file(parties.server.private_key, asio::ssl::context::pem);
    SSL_CTX_set_alpn_select_cb(tls_.native_handle(), &AlpnServer::choose, this);
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (error) return;
      client_.emplace(std::move(socket), tls_);
      client_->async_handshake(asio::ssl::stream_base::server, [this](const auto& failed) {
        has_shaken_hands_ = !failed;
        const char* const name =
            SSL_get_servername(client_->native_handle(), TLSEXT_NAMETYPE_host_name);
        name_ = name == nullptr ? "" : name;
        client_->lowest_layer().close();
      });
    });
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  bool has_shaken_hands() const { return has_shaken_hands_; }
  const std::string& name() const { return name_; }  // that the client asked for

 private:
  static int choose(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
    const std::string wanted =
        static_cast<char>(std::string{kAwsAlpn}.size()) + std::string{kAwsAlpn};
    const std::string list{offered, offered + offered_size};
    if (list != wanted) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = offered + 1;
    *size = static_cast<unsigned char>(wanted.size() - 1);
    return SSL_TLSEXT_ERR_OK;
  }

  tcp::acceptor acceptor_;
  asio::ssl::context tls_{asio::ssl::context::tls_server};
  std::optional<asio::ssl::stream<tcp::socket>> client_;
  bool has_shaken_hands_ = false;
  std::string name_;
};

class SessionAsks : public testing::TestWithParam<Engine> {
 protected:
  // Connects once, which ends with the server's goodbye.
  void connect(const std::string& alpn) {
    const endpoint::TlsParties parties;
    server_.emplace(inbox_.context(), parties);
    const auto factory = GetParam().make({.transport = Transport::kTls,
                                          .host = "localhost",
                                          .port = server_->port(),
                                          .tls = {"", "", parties.authority.certificate()},
                                          .alpn = alpn},
                                         clock_, inbox_);
    session_ = factory->make({SessionId{0}, "light"}, inbox_);
    session_->connect();
    expect_no_connection(inbox_);
  }

  SystemClock clock_;
  Inbox inbox_;
  std::optional<AlpnServer> server_;
  std::unique_ptr<Session> session_;
};

TEST_P(SessionAsks, ForTheProtocolOfItsEndpointAndItsName) {
  connect(kAwsAlpn);
  EXPECT_TRUE(server_->has_shaken_hands());
  EXPECT_EQ(server_->name(), "localhost");
}

TEST_P(SessionAsks, ForNoOther) {
  connect("mqtt");
  EXPECT_FALSE(server_->has_shaken_hands());
}

INSTANTIATE_TEST_SUITE_P(, SessionAsks, testing::ValuesIn(engines()), engine_name);

}  // namespace
}  // namespace shadowsim::mqtt
