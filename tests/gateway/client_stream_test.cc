// Clients over TLS: who they are by their certificates, and who is not let in.

#include "sim/gateway/client_stream.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/endpoint/tls_parties.h"
#include "tests/gateway/socket_world.h"
#include "tests/gateway/tls_clients.h"

namespace shadowsim::gateway {
namespace {

namespace ssl = boost::asio::ssl;
using endpoint::TlsParties;
using testing::HasSubstr;

// Allows all to the thing that the certificate is attached to, and to nobody else.
constexpr const char* kForOneself = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "iot:Connect",
   "Resource": "arn:aws:iot:us-east-1:123456789012:client/${iot:Connection.Thing.ThingName}"},
  {"Effect": "Allow", "Action": "iot:Publish",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topic/${iot:Certificate.Subject.CommonName}"}]})";

std::shared_ptr<Party> connect(SocketWorld& world, std::shared_ptr<ssl::context> context,
                               Version version, const std::string& client_id) {
  auto client =
      Party::connect(world.context, world.gateway->tls_port(), version, std::move(context));
  client->send(connect_packet({.version = version, .clean_start = true, .client_id = client_id}));
  return client;
}

TEST(ClientStream, WithoutACertificateIsNotLetIn) {
  const TlsParties parties;
  SocketWorld world{rules_with(""), false, listener(parties)};
  const auto client = connect(world, as_client(parties, nullptr), Version::kMqtt5, "c");
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "close");
  EXPECT_TRUE(world.broker.parties.empty());
}

TEST(ClientStream, WithACertificateOfAnotherAuthorityIsNotLetIn) {
  const TlsParties parties;
  const TlsParties strangers;
  SocketWorld world{rules_with(""), false, listener(parties)};
  const auto client = connect(world, as_client(parties, &strangers.client), Version::kMqtt5, "c");
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "close");
  EXPECT_TRUE(world.broker.parties.empty());
}

TEST(ClientStream, ThatSpeaksPlainlyWhereTlsIsSpokenIsNotLetIn) {
  const TlsParties parties;
  SocketWorld world{rules_with(""), false, listener(parties)};
  const auto client = Party::connect(world.context, world.gateway->tls_port(), Version::kMqtt5);
  client->send(connect_packet({.version = Version::kMqtt5, .client_id = "c"}));
  world.until_end(*client);
  EXPECT_TRUE(world.broker.parties.empty());
}

TEST(ClientStream, WhoseHandshakeNeverEndsIsEnded) {
  const TlsParties parties;
  SocketWorld world{rules_with("connect: {first_packet_timeout_seconds: 0.2}"), true,
                    listener(parties)};
  const auto client = Party::connect(world.context, world.gateway->tls_port(), Version::kMqtt5);
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "close");
}

TEST(ClientStream, WithItsCertificateIsTheThingOfItsCommonName) {
  const TlsParties parties;  // whose client's common name is "client"
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    SocketWorld world{rules_with("{}", kForOneself), false, listener(parties)};
    const auto itself = connect(world, as_client(parties, &parties.client), version, "client");
    world.until_heard(*itself);
    EXPECT_EQ(itself->take_heard(), "CONNACK 0x00");
    EXPECT_EQ(world.answer_to(*itself, publish_packet(version, "client")), "PUBACK 7");
    EXPECT_EQ(world.answer_to(*itself, publish_packet(version, "another")),
              version == Version::kMqtt5 ? "PUBACK 7 0x87" : "close");
    const auto another = connect(world, as_client(parties, &parties.client), version, "another");
    world.until_end(*another);
    EXPECT_EQ(another->take_heard(), version == Version::kMqtt5 ? "CONNACK 0x87, close" : "close");
    EXPECT_THAT(world.log.back(), HasSubstr("client/another"));
  }
}

// Twenty large messages each way, of which none gets lost.
void expect_large_messages(SocketWorld& world, Party& client) {
  client.heard.clear();
  const std::string payload(120'000, 'x');
  for (std::uint16_t id = 1; id <= 20; ++id) {
    client.send(publish_packet(Version::kMqtt311, "a", 1, id, payload));
    world.broker.parties[0]->send(publish_packet(Version::kMqtt311, "b", 0, 0, payload));
  }
  world.until_heard(client, 40);
  EXPECT_EQ(world.broker.parties[0]->heard.size(), 21U);
}

TEST(ClientStream, CarriesLargeMessagesBothWaysOverTls) {
  const TlsParties parties;
  SocketWorld world{rules_with(""), false, listener(parties)};
  const auto client = connect(world, as_client(parties, &parties.client), Version::kMqtt311, "c");
  world.until_heard(*client);
  expect_large_messages(world, *client);
}

TEST(ClientStream, IsReadAheadOverTlsWhereItsLinkHasAFault) {
  using std::chrono::milliseconds;
  const TlsParties parties;
  SocketWorld world{rules_with(""), true, listener(parties), {}, 1};
  const auto client = connect(world, as_client(parties, &parties.client), Version::kMqtt311, "c");
  world.until_heard(*client);
  world.gateway->begin_fault(
      [](const std::string& client_id) { return client_id == "c"; },
      {.delay = DelayDistribution::uniform(milliseconds{1}, milliseconds{3})}, milliseconds{200});
  expect_large_messages(world, *client);
}

}  // namespace
}  // namespace shadowsim::gateway
