// The gateway before a real mosquitto with the shadow service, for what only the two together do.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/endpoint/broker_process.h"
#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Version, 2> kVersions{Version::kMqtt311, Version::kMqtt5};

endpoint::BrokerProcess start_broker() {
  endpoint::BrokerOptions options;
  options.config.plugin = SHADOWSIM_PLUGIN;
  options.config.qos_most = 1;
  options.config.in_flight_most = 100;
  options.has_local_socket = true;
  options.plugin_tells_readiness = true;
  return endpoint::BrokerProcess::start(options).value();
}

TEST(GatewayBeforeMosquitto, EndsTheOldConnectionOfAClientIdUnlessTheNewOneIsThrottled) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}"), false, {}, BrokerAddress{.socket = broker.local_socket()}};
    const auto old_one = world.enter(version, "same");
    const auto throttled = world.ask_in(version, {.clean_start = true, .client_id = "same"});
    world.until_end(*throttled);
    EXPECT_EQ(throttled->take_heard(),
              version == Version::kMqtt5 ? "CONNACK 0x97, close" : "close");
    EXPECT_EQ(world.answer_to(*old_one, publish_packet(version, "a")), "PUBACK 7");
    world.clock.advance(1s);
    const auto new_one = world.enter(version, "same");
    world.until_end(*old_one);
    EXPECT_EQ(old_one->take_heard(),
              version == Version::kMqtt5 ? "DISCONNECT 0x8e, close" : "close");
    EXPECT_EQ(world.answer_to(*new_one, ""), "");
    EXPECT_EQ(world.gateway->door().account()->connections(), 1U);
  }
}

TEST(GatewayBeforeMosquitto, AnswersThe429OfTheShadowServiceToWhoSubscribesToIt) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("device_shadow: {shadow_requests_per_second_per_shadow: 2}"),
                      false,
                      {},
                      BrokerAddress{.socket = broker.local_socket()}};
    const std::string shadow = "$aws/things/lamp/shadow/";
    const auto client = world.enter(version);
    const auto listener = world.enter(version);
    std::vector<std::string> rejections;
    client->on_packet = [&](const Frame& frame) {
      if (frame.type() == PacketType::kPublish)
        rejections.emplace_back(read_publish(frame, version)->payload);
    };
    const auto filters = [&](const char* topic) {
      return subscribe_packet(version, {{shadow + topic, 0}});
    };
    EXPECT_EQ(world.answer_to(*client, filters("update/rejected")), "SUBACK 5 0x00");
    EXPECT_EQ(world.answer_to(*listener, filters("update")), "SUBACK 5 0x00");
    constexpr const char* kUpdate = R"({"state":{"reported":{"n":1}},"clientToken":"t"})";
    std::string updates;
    for (std::uint16_t id = 1; id <= 3; ++id)
      updates += publish_packet(version, shadow + "update", 1, id, kUpdate);
    client->send(updates);
    world.until_heard(*client, 4);
    EXPECT_THAT(rejections, testing::ElementsAre(
                                R"({"code":429,"message":"TOO_MANY_REQUESTS","clientToken":"t"})"));
    EXPECT_THAT(client->heard, testing::Contains("PUBLISH " + shadow + "update/rejected"));
    for (const char* const acknowledged : {"PUBACK 1", "PUBACK 2", "PUBACK 3"})
      EXPECT_EQ(std::ranges::count_if(
                    client->heard, [&](const auto& one) { return one.starts_with(acknowledged); }),
                1);
    world.until_heard(*listener, 3);
    EXPECT_EQ(listener->heard, std::vector<std::string>(3, "PUBLISH " + shadow + "update"))
        << "the broker took all three";
  }
}

TEST(GatewayBeforeMosquitto, ThatIsKilledEndsItsClients) {
  auto broker = start_broker();
  for (const Version version : {Version::kMqtt5}) {
    SocketWorld world{rules_with("{}"), false, {}, BrokerAddress{.socket = broker.local_socket()}};
    const auto client = world.enter(version);
    broker.stop();
    world.until_end(*client);
    const auto late = world.ask_in(version, {.clean_start = true, .client_id = "late"});
    world.until_end(*late);
    EXPECT_EQ(late->take_heard(), "close");
  }
}

TEST(GatewayBeforeMosquitto, HoldsBackWhatIsNotAcknowledgedByTheClient) {
  const auto broker = start_broker();
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {publish_requests_per_second_per_connection: 1000}"),
                      false,
                      {},
                      BrokerAddress{.socket = broker.local_socket()}};
    const auto receiver = world.enter(version);
    const auto sender = world.enter(version);
    EXPECT_EQ(world.answer_to(*receiver, subscribe_packet(version, {{"a", 1}})), "SUBACK 5 0x01");
    std::string many;
    for (std::uint16_t id = 1; id <= 99; ++id)
      many += publish_packet(version, "a", 1, id);
    for (int round = 0; round < 2; ++round) {
      sender->heard.clear();
      sender->send(many);
      world.until_heard(*sender, 99);
    }
    world.until_heard(*receiver, 100);
    EXPECT_EQ(receiver->take_heard().substr(0, 11), "PUBLISH a 1");
    EXPECT_EQ(world.answer_to(*receiver, ""), "") << "not one more";
    for (const std::uint16_t id : {std::uint16_t{1}, std::uint16_t{2}}) {
      std::string acknowledged;
      append_puback(acknowledged, version, id, 0, {});
      EXPECT_EQ(world.answer_to(*receiver, acknowledged), fmt::format("PUBLISH a {}", 100 + id));
    }
  }
}

// Sessions of the client "lamp" that are kept while it is away.
class KeptSession : public testing::Test {
 protected:
  explicit KeptSession(
      const std::string& quotas = "publish: {publish_requests_per_second_per_connection: 1000}")
      : world{rules_with(quotas), false, {}, BrokerAddress{.socket = broker.local_socket()}} {}

  using Client = std::shared_ptr<Party>;

  // Comes in without wishing for a new session; whether it comes back to one. Payloads go to `messages`.
  std::pair<Client, bool> come(Version version, bool acknowledges = true) {
    world.clock.advance(1s);
    PropertyWriter properties;
    properties.set_four_bytes(PropertyId::kSessionExpiryInterval, 3600);
    const auto client = world.knock(version);
    client->on_packet = [&, version, acknowledges, own = client.get()](const Frame& frame) {
      if (frame.type() == PacketType::kConnack)
        is_resumed_ = read_connack(frame, version)->session_present;
      if (frame.type() != PacketType::kPublish) return;
      const auto publish = read_publish(frame, version);
      messages.emplace_back(publish->payload);
      if (!acknowledges || publish->qos == 0) return;
      std::string acknowledged;
      append_puback(acknowledged, version, publish->packet_id, 0, {});
      own->send(acknowledged);
    };
    messages.clear();
    client->send(connect_packet({.version = version, .clean_start = false, .client_id = "lamp"},
                                properties));
    world.until_heard(*client);
    return {client, is_resumed_};
  }

  void go(Party& client) {
    client.send(client.version == Version::kMqtt5 ? std::string_view{"\xE0\x02\x00\x00", 4}
                                                  : std::string_view{"\xE0\x00", 2});
    client.end_sending();
    world.until_end(client);
  }

  void subscribe(Party& client, const std::string& topic) {
    EXPECT_THAT(world.answer_to(client, subscribe_packet(client.version, {{topic, 1}})),
                testing::HasSubstr("SUBACK 5 0x01"));
  }

  std::vector<std::string> messages;
  const endpoint::BrokerProcess broker = start_broker();
  SocketWorld world;

 private:
  bool is_resumed_ = false;
};

TEST_F(KeptSession, IsResumedWithItsSubscriptionsInTheSameVersionOnly) {
  for (const auto& [first, second] : {std::pair{Version::kMqtt311, Version::kMqtt5},
                                      std::pair{Version::kMqtt5, Version::kMqtt311}}) {
    const auto client = come(first).first;
    subscribe(*client, "a");
    go(*client);
    const auto [again, is_resumed] = come(first);
    EXPECT_TRUE(is_resumed);
    EXPECT_EQ(world.gateway->door().account()->subscriptions(), 1U);
    go(*again);
    const auto [other, is_resumed_by_other] = come(second);
    EXPECT_FALSE(is_resumed_by_other);
    EXPECT_EQ(world.gateway->door().account()->subscriptions(), 0U);
    world.answer_to(*other, publish_packet(second, "a", 0));
    EXPECT_TRUE(messages.empty()) << "not subscribed";
    go(*other);
    const auto [third, is_resumed_at_last] = come(second);
    EXPECT_TRUE(is_resumed_at_last) << "the new session is kept as well";
    go(*third);
  }
}

TEST_F(KeptSession, OfMqtt311IsOverAfterTheAccountsTime) {
  constexpr auto kVersion = Version::kMqtt311;
  go(*come(kVersion).first);
  world.clock.advance(3500s);
  const auto [in_time, is_resumed] = come(kVersion);
  EXPECT_TRUE(is_resumed);
  go(*in_time);
  world.clock.advance(3600s);
  const auto [late, is_resumed_late] = come(kVersion);
  EXPECT_FALSE(is_resumed_late);
}

TEST_F(KeptSession, IsNotWishedForWithDisconnectOnly) {
  const auto client = world.enter(Version::kMqtt5);
  PropertyWriter properties;
  properties.set_four_bytes(PropertyId::kSessionExpiryInterval, 10);
  std::string bytes;
  append_disconnect(bytes, 0, properties);
  client->send(bytes);
  world.until_end(*client);
  EXPECT_EQ(client->take_heard(), "DISCONNECT 0x82, close");
}

TEST_F(KeptSession, SendsWhatWasMissedAtItsPaceAndLiveMessagesBesideIt) {
  for (const Version version : kVersions) {
    const std::string topic = version == Version::kMqtt5 ? "t/5" : "t/3";
    auto client = come(version).first;
    subscribe(*client, topic);
    go(*client);
    const auto sender = world.enter(version);
    constexpr std::uint16_t kMissed = 60;
    for (std::uint16_t id = 1; id <= kMissed; ++id)
      sender->send(publish_packet(version, topic, 1, id, fmt::format("missed {}", id)));
    world.until_heard(*sender, kMissed);

    client = come(version).first;
    constexpr std::size_t kAtOnce = 10;
    world.until([&] { return messages.size() >= kAtOnce; }, "the first ones");
    world.answer_to(*client, "");
    EXPECT_EQ(messages.size(), kAtOnce);
    sender->send(publish_packet(version, topic, 1, 99, "live"));
    world.until([&] { return messages.size() > kAtOnce; }, "the live one");
    EXPECT_EQ(messages.back(), "live");
    for (std::size_t second = 1; second <= 5; ++second) {
      world.clock.advance(1s);
      world.until([&] { return messages.size() == 1 + kAtOnce * (1 + second); }, "ten more");
    }
    std::erase(messages, "live");
    for (std::uint16_t id = 1; id <= kMissed; ++id)
      EXPECT_EQ(messages.at(id - 1U), fmt::format("missed {}", id));
    world.answer_to(*client, "");
    go(*client);
    const auto [last, is_resumed] = come(version);
    EXPECT_TRUE(is_resumed);
    world.answer_to(*last, "");
    EXPECT_TRUE(messages.empty()) << "all is acknowledged";
    go(*last);
  }
}

TEST_F(KeptSession, KeepsWhatWasNotAcknowledgedBeforeTheClientWentAgain) {
  constexpr auto kVersion = Version::kMqtt5;
  auto client = come(kVersion).first;
  subscribe(*client, "a");
  go(*client);
  const auto sender = world.enter(kVersion);
  for (std::uint16_t id = 1; id <= 12; ++id)
    sender->send(publish_packet(kVersion, "a", 1, id, std::to_string(id)));
  world.until_heard(*sender, 12);
  client = come(kVersion, false).first;
  world.until([&] { return messages.size() == 10; }, "the first ten");
  go(*client);
  client = come(kVersion).first;
  world.until([&] { return messages.size() == 10; }, "the same ten");
  EXPECT_EQ(messages.front(), "1");
  world.clock.advance(1s);
  world.until([&] { return messages.size() == 12; }, "the last two");
  world.answer_to(*client, "");
  EXPECT_EQ(messages.size(), 12U);
}

// Probes Q1 and Q2 of account-quotas.md, section 5, at a tenth of the account's rate: 50/s are stored.
class StoredMessages : public KeptSession {
 protected:
  StoredMessages()
      : KeptSession{R"(publish: {publish_requests_per_second_per_connection: 1000}
persistent_session:
  queued_messages_per_second_per_account: 50
  queued_messages_drain_per_second_per_session: 1000)"} {}

  static constexpr std::uint16_t kMessages = 400;

  // Lets a client miss so many messages a second, and comes back. What it is sent is in `messages`.
  Client miss(Version version, const std::vector<std::string>& filters, const std::string& topic,
              int rate) {
    auto client = come(version).first;
    for (const std::string& filter : filters)
      subscribe(*client, filter);
    go(*client);
    const auto sender = world.enter(version);
    for (std::uint16_t id = 1; id <= kMessages; ++id) {
      world.clock.advance(Duration{1s} / rate);
      sender->send(publish_packet(version, topic, 1, id, fmt::format("{}", id)));
      world.until_heard(*sender, id);
    }
    const std::uint64_t stored = counted(admission::Metric::kQueuedSuccess) - stored_before_;
    stored_before_ += stored;
    client = come(version).first;
    world.until([&] { return messages.size() >= stored; }, "what was stored");
    stored_ = stored;
    return client;
  }

  std::uint64_t counted(admission::Metric metric) {
    return world.gateway->door().counters().of(metric);
  }

  std::uint64_t stored_ = 0;  // of the messages missed last

 private:
  std::uint64_t stored_before_ = 0;
};

TEST_F(StoredMessages, AreAllThatComeBelowTheAccountsRate) {
  for (const Version version : kVersions) {
    const std::string topic = version == Version::kMqtt5 ? "t/5" : "t/3";
    const auto client = miss(version, {topic}, topic, 40);
    world.answer_to(*client, "");
    EXPECT_EQ(messages.size(), kMessages);
    go(*client);
  }
  EXPECT_EQ(counted(admission::Metric::kQueuedSuccess), 2U * kMessages);
  EXPECT_EQ(counted(admission::Metric::kQueuedThrottle), 0U);
}

TEST_F(StoredMessages, BeyondTheAccountsRateTheSurplusIsNeverDelivered) {
  for (const Version version : kVersions) {
    const std::string topic = version == Version::kMqtt5 ? "t/5" : "t/3";
    const auto client = miss(version, {topic}, topic, 80);
    world.answer_to(*client, "");
    EXPECT_EQ(messages.size(), stored_);
    EXPECT_LE(stored_, 50U + 5U * 50U) << "five seconds";
    EXPECT_GE(stored_, 5U * 50U - 1U);
    EXPECT_EQ(messages.front(), "1") << "the burst of the beginning";
    go(*client);
  }
  EXPECT_EQ(
      counted(admission::Metric::kQueuedThrottle) + counted(admission::Metric::kQueuedSuccess),
      2U * kMessages);
}

TEST_F(StoredMessages, OfFiltersThatOverlapLeaveNoSecondCopyBehind) {
  for (const Version version : kVersions) {
    const std::string top = version == Version::kMqtt5 ? "v5" : "v3";
    const auto client = miss(version, {top + "/a", top + "/+"}, top + "/a", 80);
    const auto copies = static_cast<std::size_t>(std::ranges::count(messages, "1"));
    world.until([&] { return messages.size() >= copies * stored_; }, "all copies");
    world.answer_to(*client, "");
    for (std::uint16_t id = 1; id <= kMessages; ++id) {
      const auto count =
          static_cast<std::size_t>(std::ranges::count(messages, fmt::format("{}", id)));
      EXPECT_TRUE(count == 0 || count == copies) << id << ": " << count << " of " << copies;
    }
    EXPECT_EQ(messages.size(), copies * stored_);
    go(*client);
  }
}

}  // namespace
}  // namespace shadowsim::gateway
