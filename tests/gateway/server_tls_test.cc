#include "sim/gateway/server_tls.h"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include "tests/gateway/tls_clients.h"

namespace shadowsim::gateway {
namespace {

using endpoint::TlsParties;
using testing::HasSubstr;

using Connection = std::unique_ptr<SSL, void (*)(SSL*)>;

// The protocol that the server names to a client that offers these; empty: none. Both shake hands in memory.
std::string protocol_for(const std::vector<std::string>& offered) {
  const TlsParties parties;
  const auto server_context = make_server_tls(listener(parties)).value();
  const auto client_context = as_client(parties, &parties.client);
  const Connection server{SSL_new(server_context->native_handle()), SSL_free};
  const Connection client{SSL_new(client_context->native_handle()), SSL_free};
  BIO* to_server = nullptr;
  BIO* to_client = nullptr;
  BIO_new_bio_pair(&to_server, 0, &to_client, 0);
  SSL_set_bio(client.get(), to_server, to_server);
  SSL_set_bio(server.get(), to_client, to_client);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(server.get());
  std::string wire;
  for (const auto& protocol : offered)
    wire += static_cast<char>(protocol.size()) + protocol;
  if (!wire.empty())
    SSL_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
  constexpr int kFlights = 10;
  for (int i = 0; i < kFlights; ++i) {
    SSL_do_handshake(client.get());
    SSL_do_handshake(server.get());
  }
  EXPECT_TRUE(SSL_is_init_finished(client.get()));
  EXPECT_TRUE(SSL_is_init_finished(server.get()));
  const unsigned char* chosen = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(client.get(), &chosen, &length);
  return {reinterpret_cast<const char*>(chosen), length};
}

TEST(ServerTls, IsAnErrorThatNamesTheFileWhichCannotBeUsed) {
  const TlsParties parties;
  for (std::string TlsListener::*const file :
       {&TlsListener::certificate, &TlsListener::private_key, &TlsListener::ca_certificate}) {
    TlsListener wrong = listener(parties);
    wrong.*file = "/does/not/exist.pem";
    const auto context = make_server_tls(wrong);
    ASSERT_TRUE(context.has_error());
    EXPECT_EQ(context.error().kind, ErrorKind::kSystem);
    EXPECT_THAT(context.error().message, HasSubstr("/does/not/exist.pem"));
  }
}

TEST(ServerTls, NamesAwssProtocolToWhoOffersIt) {
  EXPECT_EQ(protocol_for({"x-amzn-mqtt-ca"}), "x-amzn-mqtt-ca");
  EXPECT_EQ(protocol_for({"h2", "mqtt"}), "mqtt");
  EXPECT_EQ(protocol_for({"mqtt", "x-amzn-mqtt-ca"}), "x-amzn-mqtt-ca");
}

TEST(ServerTls, TakesWhoOffersOthersOrNone) {
  EXPECT_EQ(protocol_for({"h2"}), "");
  EXPECT_EQ(protocol_for({}), "");
}

}  // namespace
}  // namespace shadowsim::gateway
