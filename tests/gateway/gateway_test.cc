// What a client of the gateway sees of each limit, over sockets: docs/fidelity.md row by row.

#include "sim/gateway/gateway.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gateway/socket_world.h"

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using testing::HasSubstr;

constexpr std::array<Version, 2> kVersions{Version::kMqtt311, Version::kMqtt5};

template <class Value>
const Value& by_version(Version version, const Value& mqtt311, const Value& mqtt5) {
  return version == Version::kMqtt5 ? mqtt5 : mqtt311;
}

std::string repeated(int times, const std::string& bytes) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += bytes;
  return all;
}

// A PUBLISH with these properties.
std::string publish_with(const PropertyWriter& writer, std::uint8_t qos, std::string_view topic) {
  std::string block;
  writer.append_to(block);
  std::string_view rest = block;
  std::string bytes;
  append_publish(bytes, Version::kMqtt5,
                 {.qos = qos,
                  .topic = topic,
                  .packet_id = static_cast<std::uint16_t>(qos == 0 ? 0 : 7),
                  .properties = *Properties::take(rest),
                  .payload = "x"});
  return bytes;
}

std::string publish_with_alias(std::uint16_t alias) {
  PropertyWriter properties;
  properties.set_two_bytes(PropertyId::kTopicAlias, alias);
  return publish_with(properties, 0, "good");
}

std::string publish_with_text(PropertyId id, std::size_t size, std::uint8_t qos) {
  PropertyWriter properties;
  properties.set_text(id, std::string(size, 'x'));
  return publish_with(properties, qos, "good");
}

std::string unsubscribe_packet(Version version, std::size_t filters) {
  std::string bytes;
  append_unsubscribe(bytes, version,
                     {.packet_id = 5, .filters = std::vector<std::string_view>(filters, "good")});
  return bytes;
}

// --- CONNECT -----------------------------------------------------------------------------------

struct Knock {
  const char* what;
  std::string quotas;
  Connect connect;
  const char* mqtt311;
  const char* mqtt5;
};

class ConnectOverSockets : public testing::TestWithParam<Knock> {};

// A client that is in already knocks a second time, with another one beside it.
TEST_P(ConnectOverSockets, IsAnsweredAsTheReferenceSays) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with(GetParam().quotas, kGoodOnly)};
    const auto present = world.enter(version, "good-present");
    const auto client = world.ask_in(version, GetParam().connect);
    world.until_heard(*client, 1);
    if (client->heard.front() != "CONNACK 0x00") world.until_end(*client);
    EXPECT_EQ(client->take_heard(), by_version(version, GetParam().mqtt311, GetParam().mqtt5))
        << static_cast<int>(version);
    EXPECT_EQ(world.answer_to(*present, ""), "") << "who is in stays in";
    EXPECT_EQ(world.broker.parties.size(), client->has_ended ? 1U : 2U)
        << "the broker hears of nobody who is refused";
  }
}

const std::string kId128 = "good" + std::string(124, 'i');
const std::string kId129 = "good" + std::string(125, 'i');
const std::string kTopic256(256, 't');
const std::string kTopic257(257, 't');

INSTANTIATE_TEST_SUITE_P(
    , ConnectOverSockets,
    testing::Values(
        Knock{"Good", "{}", {.client_id = "good"}, "CONNACK 0x00", "CONNACK 0x00"},
        Knock{"Denied", "{}", {.client_id = "bad"}, "close", "CONNACK 0x87, close"},
        Knock{"DeniedWithoutQuotas", "", {.client_id = "bad"}, "close", "CONNACK 0x87, close"},
        Knock{"DeniedWill",
              "{}",
              {.client_id = "good", .will = Will{.topic = "bad"}},
              "close",
              "CONNACK 0x87, close"},
        Knock{"ReservedWill",
              "{}",
              {.client_id = "good", .will = Will{.topic = "$aws/x"}},
              "close",
              "CONNACK 0x90, close"},
        Knock{"WillOfQos2",
              "{}",
              {.client_id = "good", .will = Will{.topic = "good", .qos = 2}},
              "close",
              "CONNACK 0x9b, close"},
        Knock{"LongestId", "{}", {.client_id = kId128}, "CONNACK 0x00", "CONNACK 0x00"},
        Knock{
            "TooLongId", "{}", {.client_id = kId129}, "CONNACK 0x02, close", "CONNACK 0x85, close"},
        Knock{"NoIdForASessionToKeep",
              "{}",
              {.clean_start = false},
              "CONNACK 0x02, close",
              "CONNACK 0x87, close"},
        Knock{"BeyondTheAccountsRate",
              "connect: {connect_requests_per_second_per_account: 1}",
              {.client_id = "good"},
              "close",
              "CONNACK 0x97, close"},
        Knock{"BeyondItsClientIdsRate",
              "{}",
              {.client_id = "good-present"},
              "close",
              "CONNACK 0x97, close"},
        Knock{"BeyondTheConnections",
              "connect: {concurrent_connections_per_account: 1}",
              {.client_id = "good"},
              "close",
              "CONNACK 0x97, close"}),
    [](const auto& test) { return test.param.what; });

TEST(GatewayTo, AnMqtt5ClientTellsItsLimitsAndClampsItsKeepAlive) {
  for (const auto& [wished, in_force] : std::map<std::uint16_t, std::uint32_t>{
           {0, 1200}, {10, 30}, {29, 30}, {30, 30}, {1200, 1200}, {1300, 1200}, {65535, 1200}}) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.knock(Version::kMqtt5);
    std::map<PropertyId, std::uint32_t> told;
    client->on_packet = [&](const Frame& frame) {
      const auto connack = read_connack(frame, Version::kMqtt5);
      for (const Property& one : connack->properties.all())
        told[one.id] = one.number();
    };
    client->send(
        connect_packet({.version = Version::kMqtt5, .keep_alive = wished, .client_id = "c"}));
    world.until_heard(*client);
    EXPECT_EQ(told[PropertyId::kServerKeepAlive], in_force) << wished;
    EXPECT_EQ(told[PropertyId::kReceiveMaximum], 100U);
    EXPECT_EQ(told[PropertyId::kTopicAliasMaximum], 8U);
    EXPECT_EQ(told[PropertyId::kMaximumQos], 1U);
    EXPECT_EQ(told[PropertyId::kMaximumPacketSize], 149504U);
    EXPECT_EQ(told[PropertyId::kSubscriptionIdentifierAvailable], 0U);
    EXPECT_EQ(told[PropertyId::kRetainAvailable], 1U);
  }
}

TEST(GatewayTo, AnMqtt5ClientWithATooSmallMaximumPacketSizeSaysNo) {
  SocketWorld world{rules_with("{}")};
  for (const auto& [bytes, answer] :
       std::map<std::uint32_t, std::string>{{511, "CONNACK 0x80, close"}, {512, "CONNACK 0x00"}}) {
    PropertyWriter properties;
    properties.set_four_bytes(PropertyId::kMaximumPacketSize, bytes);
    const auto client =
        world.ask_in(Version::kMqtt5, {.client_id = fmt::format("c{}", bytes)}, properties);
    world.until_heard(*client, bytes == 511 ? 2 : 1);
    EXPECT_EQ(client->take_heard(), answer);
  }
}

TEST(GatewayTo, AClientWithoutAnIdGivesOne) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.ask_in(version, {.clean_start = true});
    world.until_heard(*client);
    EXPECT_EQ(client->take_heard(), "CONNACK 0x00");
    EXPECT_EQ(world.broker.parties[0]->heard[0], "CONNECT auto-00000001");
  }
}

// --- everything after it -----------------------------------------------------------------------

struct Case {
  const char* what;
  std::string quotas;
  std::function<std::string(Version)> sent;
  const char* mqtt311;
  const char* mqtt5;
};

class PacketsOverSockets : public testing::TestWithParam<Case> {};

TEST_P(PacketsOverSockets, AreAnsweredAsTheReferenceSays) {
  for (const Version version : kVersions) {
    const char* const expected = by_version(version, GetParam().mqtt311, GetParam().mqtt5);
    if (expected == nullptr) continue;
    SocketWorld world{rules_with(GetParam().quotas, kGoodOnly)};
    const auto other = world.enter(version);
    const auto client = world.enter(version);
    EXPECT_EQ(world.answer_to(*client, GetParam().sent(version)), expected)
        << static_cast<int>(version);
    if (client->has_ended) {
      const Party& at_broker = *world.broker.parties[1];
      world.until_end(at_broker);
      EXPECT_NE(at_broker.heard.end()[-2], "DISCONNECT 0x00") << "its will is to be published";
    }
    EXPECT_EQ(world.answer_to(*other, publish_packet(version, "good")), "PUBACK 7")
        << "another client has its own limits";
  }
}

auto publish(std::string topic, std::uint8_t qos, std::size_t payload_bytes = 1) {
  return [=](Version version) {
    return publish_packet(version, topic, qos, 7, std::string(payload_bytes, 'x'));
  };
}

auto subscribe(std::vector<std::string> filters, std::uint8_t qos = 1) {
  return [=](Version version) {
    std::vector<Filter> asked;
    for (const std::string& filter : filters)
      asked.push_back({filter, qos});
    return subscribe_packet(version, asked);
  };
}

auto just(std::string_view bytes) {
  return [bytes](Version) { return std::string{bytes}; };
}

INSTANTIATE_TEST_SUITE_P(
    Publish, PacketsOverSockets,
    testing::Values(
        Case{"Good", "{}", publish("good", 1), "PUBACK 7", "PUBACK 7"},
        Case{"GoodQos0", "{}", publish("good", 0), "", ""},
        Case{"DeniedQos1", "", publish("bad", 1), "close", "PUBACK 7 0x87"},
        Case{"DeniedQos0", "", publish("bad", 0), "close", ""},
        Case{"ReservedQos1", "", publish("$aws/unknown", 1), "close", "PUBACK 7 0x90"},
        Case{"ReservedQos0", "", publish("$aws/unknown", 0), "close", "DISCONNECT 0x90, close"},
        Case{"AnotherPartsTopic", "{}",
             publish("$shadowsim/rejected/429/$aws/things/a/shadow/update", 1), "close",
             "PUBACK 7 0x90"},
        Case{"SurplusQos1", "publish: {publish_requests_per_second_per_connection: 2}",
             [](Version version) {
               return publish_packet(version, "good", 0) + publish_packet(version, "good", 0) +
                      publish_packet(version, "good", 1, 9);
             },
             "", "PUBACK 9 0x97"},
        Case{"SurplusQos0", "publish: {publish_requests_per_second_per_connection: 2}",
             [](Version version) { return repeated(9, publish_packet(version, "good", 0)); }, "",
             ""},
        Case{"LargestPayload", "{}", publish("good", 1, 131072), "PUBACK 7", "PUBACK 7"},
        Case{"TooLargePayload", "{}", publish("good", 1, 131073), "close",
             "DISCONNECT 0x97, close"},
        Case{"TooLargePacket", "{}", publish("good", 1, 149504), "close", "DISCONNECT 0x95, close"},
        Case{"TooLongTopic", "{}", publish(kTopic257, 1), "close", "PUBACK 7 0x90"},
        Case{"TooLongTopicQos0", "{}", publish(kTopic257, 0), "close", "DISCONNECT 0x90, close"},
        Case{"EightSlashes", "{}", publish("1/2/3/4/5/6/7/8/9", 1), "close", "PUBACK 7 0x90"},
        Case{"Qos2", "{}", publish("good", 2), "", "DISCONNECT 0x9b, close"},
        Case{"AliasEight", "{}",
             [](Version) { return publish_with_alias(8) + publish_with_alias(8); }, nullptr, ""},
        Case{"AliasNine", "{}", [](Version) { return publish_with_alias(9); }, nullptr,
             "DISCONNECT 0x94, close"},
        Case{"AliasZero", "{}", [](Version) { return publish_with_alias(0); }, nullptr,
             "DISCONNECT 0x94, close"},
        Case{"LongContentType", "{}",
             [](Version) { return publish_with_text(PropertyId::kContentType, 257, 1); }, nullptr,
             "PUBACK 7 0x97"},
        Case{"LongContentTypeQos0", "{}",
             [](Version) { return publish_with_text(PropertyId::kContentType, 257, 0); }, nullptr,
             "DISCONNECT 0x97, close"},
        Case{"LongCorrelation", "{}",
             [](Version) { return publish_with_text(PropertyId::kCorrelationData, 8193, 1); },
             nullptr, "PUBACK 7 0x97"},
        Case{"LongResponseTopic", "{}",
             [](Version) { return publish_with_text(PropertyId::kResponseTopic, 257, 1); }, nullptr,
             "PUBACK 7 0x90"},
        Case{"Retained", "{}",
             [](Version version) {
               std::string two;
               for (const std::uint16_t id : {std::uint16_t{1}, std::uint16_t{2}})
                 append_publish(two, version,
                                {.qos = 1, .retain = true, .topic = "good", .packet_id = id});
               return two;
             },
             "close", "PUBACK 1 0x87, PUBACK 2 0x87"}),
    [](const auto& test) { return test.param.what; });

INSTANTIATE_TEST_SUITE_P(
    Subscribe, PacketsOverSockets,
    testing::Values(
        Case{"Good", "{}", subscribe({"good"}), "SUBACK 5 0x01", "SUBACK 5 0x01"},
        Case{"OneDenied", "{}", subscribe({"good", "bad"}), "close", "SUBACK 5 0x01 0x87"},
        Case{"AllDenied", "{}", subscribe({"bad", "worse"}), "close", "SUBACK 5 0x87 0x87"},
        Case{"Reserved", "{}", subscribe({"$aws/unknown", "good"}), "close", "SUBACK 5 0x8f 0x01"},
        Case{"Eight", "{}", subscribe(std::vector<std::string>(8, "good")),
             "SUBACK 5 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0x01",
             "SUBACK 5 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0x01"},
        Case{"Nine", "{}", subscribe(std::vector<std::string>(9, "good")), "close",
             "DISCONNECT 0x97, close"},
        Case{"BeyondTheConnection", "subscribe: {subscriptions_max_per_connection: 0}",
             subscribe({"good"}), "SUBACK 5 0x80", "SUBACK 5 0x97"},
        Case{"BeyondTheAccount", "subscribe: {subscriptions_max_per_account: 0}",
             subscribe({"good"}), "SUBACK 5 0x80", "SUBACK 5 0x97"},
        Case{"BeyondTheRate", "subscribe: {subscriptions_per_second_per_account: 1}",
             subscribe({"good", "good"}), "SUBACK 5 0x01 0x80", "SUBACK 5 0x01 0x97"},
        Case{"TooLong", "{}", subscribe({kTopic257}), "close", "SUBACK 5 0x8f"},
        Case{"EightSlashes", "{}", subscribe({"1/2/3/4/5/6/7/8/9"}), "close", "SUBACK 5 0x8f"},
        Case{"Qos2", "{}", subscribe({"good"}, 2), "", "DISCONNECT 0x9b, close"},
        Case{"Identifier", "{}",
             [](Version) { return std::string{"\x82\x0C\x00\x05\x02\x0B\x01\x00\x04good\x01"sv}; },
             nullptr, "DISCONNECT 0xa1, close"},
        Case{"Unsubscribe", "{}", [](Version version) { return unsubscribe_packet(version, 1); },
             "UNSUBACK 5", "UNSUBACK 5 0x00"},
        Case{"UnsubscribeOfNine", "{}",
             [](Version version) { return unsubscribe_packet(version, 9); }, "",
             "UNSUBACK 5 0x80 0x80 0x80 0x80 0x80 0x80 0x80 0x80 0x80"}),
    [](const auto& test) { return test.param.what; });

// What is no MQTT, or has no place where it stands.
INSTANTIATE_TEST_SUITE_P(
    Malformed, PacketsOverSockets,
    testing::Values(
        Case{"TypeZero", "{}", just("\x00\x00"sv), "close", "DISCONNECT 0x81, close"},
        Case{"LengthOfFiveBytes", "{}", just("\x30\xFF\xFF\xFF\xFF\x01"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"LengthThatIsHuge", "", just("\x30\xFF\xFF\xFF\x7F"sv), "close", "close"},
        Case{"LengthWithAByteTooMany", "{}", just("\x30\x82\x00\x00\x00"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"PublishOfQos3", "{}", just("\x36\x05\x00\x01g\x00\x01"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"PublishWithoutItsId", "{}", just("\x32\x03\x00\x01g"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"PublishWithIdZero", "{}", just("\x32\x06\x00\x01g\x00\x00\x00"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"PublishCutShort", "{}", just("\x30\x02\x00\x05"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"PublishWithoutATopic", "{}", just("\x30\x03\x00\x00\x00"sv), "close",
             "DISCONNECT 0x82, close"},
        Case{"BadProperties", "{}", just("\x30\x07\x00\x04good\x05"sv), nullptr,
             "DISCONNECT 0x81, close"},
        Case{"SubscribeToNothing", "{}", just("\x82\x03\x00\x05\x00"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"SubscribeWithOtherFlags", "{}", just("\x80\x05\x00\x05\x00\x00\x00"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"UnsubscribeFromNothing", "{}", just("\xA2\x03\x00\x05\x00"sv), "close",
             "DISCONNECT 0x81, close"},
        Case{"SecondConnect", "{}",
             [](Version version) {
               return connect_packet({.version = version, .client_id = "good"});
             },
             "close", "DISCONNECT 0x82, close"},
        Case{"Connack", "{}", just("\x20\x02\x00\x00"sv), "close", "DISCONNECT 0x82, close"},
        Case{"Suback", "{}", just("\x90\x03\x00\x05\x00"sv), "close", "DISCONNECT 0x82, close"},
        Case{"Auth", "{}", just("\xF0\x00"sv), "close", "DISCONNECT 0x82, close"}),
    [](const auto& test) { return test.param.what; });

TEST(GatewayTo, WhoDoesNotBeginWithAConnectClosesWithoutAWord) {
  for (const auto bytes : {"\xC0\x00"sv, "GET / HTTP/1.1\r\n\r\n"sv, "\x10\x06\x00\x04MQIs"sv,
                           "\x00"sv, "\x10\x0C\x00\x04MQTT\x06\x02\x00\x0A\x00\x00"sv,
                           "\x10\xFF\xFF\xFF\xFF\xFF"sv, "\x16\x03\x01\x02\x00\x01\x00\x01"sv}) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.knock(Version::kMqtt5);
    client->send(bytes);
    world.until_end(*client);
    EXPECT_EQ(client->take_heard(), "close") << bytes;
    EXPECT_TRUE(world.broker.parties.empty());
  }
}

// --- rates, to the token -----------------------------------------------------------------------

std::map<std::string, int> counted(const std::vector<std::string>& heard) {
  std::map<std::string, int> counts;
  for (const std::string& one : heard)
    ++counts[one];
  return counts;
}

TEST(GatewayWithAnEleventhPublish, LetsTheSurplusGoWithAWordInMqtt5Only) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {publish_requests_per_second_per_connection: 10}")};
    const auto client = world.enter(version);
    world.answer_to(*client, repeated(15, publish_packet(version, "a")));
    EXPECT_EQ(world.broker.parties[0]->heard.size(), 1U + 10U + 1U) << "CONNECT, 10, PINGREQ";
    world.clock.advance(500ms);
    client->heard.clear();
    client->send(repeated(8, publish_packet(version, "a")));
    client->send(kPing);
    const std::size_t told = version == Version::kMqtt5 ? 8 : 5;
    world.until_heard(*client, told + 1);
    auto counts = counted(client->heard);
    EXPECT_EQ(counts["PUBACK 7"], 5);
    EXPECT_EQ(counts["PUBACK 7 0x97"], version == Version::kMqtt5 ? 3 : 0);
    EXPECT_EQ(world.gateway->door().counters().of(admission::Metric::kThrottleExceeded), 8U);
  }
}

TEST(GatewayWithTheAccountsSurplus, DiscardsItWhoeverSendsIt) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {inbound_publish_requests_per_second_per_account: 2}")};
    for (const char* const expected : {"PUBACK 7", "PUBACK 7", "PUBACK 7 0x97"}) {
      const auto client = world.enter(version);
      const bool is_silent = version == Version::kMqtt311 && expected == "PUBACK 7 0x97"sv;
      EXPECT_EQ(world.answer_to(*client, publish_packet(version, "a")), is_silent ? "" : expected);
    }
  }
}

TEST(GatewayWithAHundredUnacknowledged, EndsWhoSendsOneMore) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {publish_requests_per_second_per_connection: 1000}")};
    world.broker.acknowledges = false;
    const auto client = world.enter(version);
    const std::string one = publish_packet(version, "a");
    EXPECT_EQ(world.answer_to(*client, repeated(100, one)), "");
    std::string acknowledged;
    append_puback(acknowledged, version, 7, 0, {});
    world.broker.parties[0]->send(acknowledged);
    world.until_heard(*client);
    client->heard.clear();
    EXPECT_EQ(world.answer_to(*client, one), "") << "one was acknowledged";
    EXPECT_EQ(world.answer_to(*client, one),
              by_version(version, "close"sv, "DISCONNECT 0x93, close"sv));
  }
}

TEST(GatewayThatDelivers, DropsWhatIsBeyondTheRateAndAcknowledgesItToTheBroker) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("publish: {publish_requests_per_second_per_connection: 3}")};
    const auto client = world.enter(version);
    Party& at_broker = *world.broker.parties[0];
    for (std::uint16_t id = 1; id <= 5; ++id)
      at_broker.send(publish_packet(version, "a", 1, id));
    world.until([&] { return at_broker.heard.size() >= 3; }, "two PUBACKs");
    EXPECT_EQ(at_broker.take_heard(), fmt::format("CONNECT good-1, PUBACK 4, PUBACK 5"));
    world.until_heard(*client, 3);
    EXPECT_EQ(client->take_heard(), "PUBLISH a 1, PUBLISH a 2, PUBLISH a 3");
  }
}

TEST(GatewayThatDelivers, WhatNoPolicyAllowsDropsIt) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("", kGoodOnly)};
    const auto client = world.enter(version);
    Party& at_broker = *world.broker.parties[0];
    at_broker.send(publish_packet(version, "bad", 1, 1) + publish_packet(version, "good", 1, 2));
    world.until_heard(*client, 1);
    EXPECT_EQ(client->take_heard(), "PUBLISH good 2");
    ASSERT_EQ(world.log.size(), 1U);
    EXPECT_THAT(world.log[0], HasSubstr("good-1: dropped: iot:Receive"));
  }
}

TEST(GatewayWithManyRequests, TurnsAwayWhatIsBeyondTheShadowsQuotas) {
  const std::string update = "$aws/things/lamp/shadow/update";
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    Party& at_broker = *world.broker.parties[0];
    world.broker.acknowledges = false;
    std::string eleven;
    for (std::uint16_t id = 1; id <= 11; ++id)
      eleven += publish_packet(version, update, 1, id);
    EXPECT_EQ(world.answer_to(*client, eleven), "") << "the PUBACKs are the broker's";
    auto counts = counted(at_broker.heard);
    EXPECT_EQ(counts[fmt::format("PUBLISH {} 10", update)], 1);
    EXPECT_EQ(counts[fmt::format("PUBLISH $shadowsim/rejected/429/{} 11", update)], 1);
    // The answer of one makes room for one.
    std::string acknowledged;
    append_puback(acknowledged, version, 1, 0, {});
    at_broker.send(acknowledged);
    world.until_heard(*client);
    at_broker.heard.clear();
    world.answer_to(
        *client, publish_packet(version, update, 1, 12) + publish_packet(version, update, 1, 13));
    EXPECT_EQ(
        at_broker.take_heard(),
        fmt::format("PUBLISH {0} 12, PUBLISH $shadowsim/rejected/429/{0} 13, PINGREQ", update));
    EXPECT_EQ(world.gateway->door().counters().of(admission::Metric::kShadowThrottle), 2U);
  }
}

TEST(GatewayThatEndsConnections, AsksByTheOrderOfTheirComingAndLeavesTheOthers) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto first = world.enter(version);
    const auto knocking = world.knock(version);  // has no place: it is not in yet
    const auto second = world.enter(version);
    world.gateway->end_connections([](std::size_t place) { return place == 1; }, std::nullopt);
    world.until_end(*second);
    EXPECT_EQ(second->take_heard(), "close");
    EXPECT_EQ(world.answer_to(*first, ""), "");
    EXPECT_FALSE(knocking->has_ended);
    world.until([&] { return world.broker.parties[1]->has_ended; }, "the broker hears of it");
  }
}

TEST(GatewayThatEndsConnections, SaysWhyToThoseWhoCanHearIt) {
  for (const Version version : kVersions) {
    SocketWorld world{rules_with("{}")};
    const auto client = world.enter(version);
    world.gateway->end_connections([](std::size_t) { return true; }, 0x8B);
    world.until_end(*client);
    EXPECT_EQ(client->take_heard(),
              by_version<std::string>(version, "close", "DISCONNECT 0x8b, close"));
  }
}

}  // namespace
}  // namespace shadowsim::gateway
