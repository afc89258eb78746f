#include "sim/gateway/screening.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"

namespace shadowsim::gateway {
namespace {

using namespace packet;
using namespace std::string_view_literals;

constexpr TimePoint kNow{std::chrono::hours{1}};

constexpr const char* kPolicy = R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["iot:Connect"], "Resource": "*"},
  {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"],
   "Resource": ["arn:aws:iot:us-east-1:123456789012:topic/good",
                "arn:aws:iot:us-east-1:123456789012:topic/$aws/things/c/shadow/*"]},
  {"Effect": "Allow", "Action": "iot:Subscribe",
   "Resource": "arn:aws:iot:us-east-1:123456789012:topicfilter/good"}]})";

// A connection that is held against the sample policy and AWS's quotas.
class Connection {
 public:
  explicit Connection(Version version, std::string client_id = "c") : version_{version} {
    admission::Rules rules;
    rules.policies = std::make_shared<const std::vector<policy::Document>>(
        std::vector<policy::Document>{*policy::parse_document(kPolicy, "p", nullptr)});
    rules.quotas = quota::QuotaProfile{};
    door = std::make_shared<admission::FrontDoor>(std::move(rules), kNow);
    screening = std::make_unique<Screening>(door, policy::Context{}, "auto-1", nullptr);
    std::string bytes;
    append_connect(
        bytes, {.version = version, .clean_start = true, .keep_alive = 10, .client_id = client_id},
        {});
    connected = from_client(bytes);
  }

  Passed from_client(std::string_view bytes) {
    Passed passed;
    screening->from_client(next_frame(bytes).frame, kNow, passed);
    return passed;
  }
  Passed from_broker(std::string_view bytes) {
    Passed passed;
    screening->from_broker(next_frame(bytes).frame, kNow, passed);
    return passed;
  }
  Passed publish(std::string_view topic, std::uint8_t qos, std::uint16_t packet_id = 7) {
    std::string bytes;
    append_publish(bytes, version_,
                   {.qos = qos,
                    .topic = topic,
                    .packet_id = static_cast<std::uint16_t>(qos == 0 ? 0 : packet_id),
                    .payload = "x"});
    return from_client(bytes);
  }
  Passed subscribe(const std::vector<Filter>& filters) {
    std::string bytes;
    append_subscribe(bytes, version_, {.packet_id = 5}, filters);
    return from_client(bytes);
  }

  std::shared_ptr<admission::FrontDoor> door;
  std::unique_ptr<Screening> screening;
  Passed connected;

 private:
  Version version_;
};

PublishAnswer puback(std::string_view bytes) {
  return *read_publish_answer(next_frame(bytes).frame, Version::kMqtt5);
}

TEST(Screening, WhatIsNoConnectEndsItAtOnce) {
  Screening screening{
      std::make_shared<admission::FrontDoor>(admission::Rules{}, kNow), {}, "a", nullptr};
  Passed passed;
  screening.from_client(next_frame("\xC0\x00"sv).frame, kNow, passed);
  EXPECT_TRUE(passed.ends);
  EXPECT_FALSE(screening.is_admitted());
}

TEST(Screening, ADeniedPublishIsToldInMqtt5AndEndsMqtt311) {
  Connection new_one{Version::kMqtt5};
  const Passed told = new_one.publish("bad", 1);
  EXPECT_FALSE(told.ends);
  EXPECT_EQ(told.to_broker, "");
  EXPECT_EQ(puback(told.to_client).reason, 0x87);
  EXPECT_THAT(
      std::string{puback(told.to_client).properties.find(PropertyId::kReasonString)->text()},
      testing::HasSubstr("topic/bad"));
  const Passed dropped = new_one.publish("bad", 0);
  EXPECT_EQ(dropped.to_client + dropped.to_broker, "");
  EXPECT_FALSE(dropped.ends);
  Connection old_one{Version::kMqtt311};
  const Passed closed = old_one.publish("bad", 1);
  EXPECT_TRUE(closed.ends);
  EXPECT_EQ(closed.to_client + closed.to_broker, "");
}

TEST(Screening, TheSurplusOfPublishesIsNotPassedOn) {
  Connection new_one{Version::kMqtt5};
  Connection old_one{Version::kMqtt311};
  for (Connection* const one : {&new_one, &old_one}) {
    for (int i = 0; i < 100; ++i) {
      ASSERT_NE(one->publish("good", 1).to_broker, "");
      one->from_broker("\x40\x02\x00\x07"sv);
    }
  }
  EXPECT_EQ(puback(new_one.publish("good", 1).to_client).reason, 0x97);
  const Passed silent = old_one.publish("good", 1);
  EXPECT_EQ(silent.to_client + silent.to_broker, "") << "no PUBACK";
  EXPECT_FALSE(silent.ends);
}

TEST(Screening, ASubackHasTheBrokersCodesAndOurs) {
  Connection one{Version::kMqtt5};
  const Passed asked = one.subscribe({{"good", 1}, {"bad", 1}});
  EXPECT_EQ(read_subscribe(next_frame(asked.to_broker).frame, Version::kMqtt5)->filters.size(), 1U);
  EXPECT_EQ(asked.to_client, "");
  const Passed answered = one.from_broker("\x90\x04\x00\x05\x00\x01"sv);
  const auto answer = read_subscribe_answer(next_frame(answered.to_client).frame, Version::kMqtt5);
  EXPECT_EQ(answer->codes, "\x01\x87"sv);
  EXPECT_NE(answer->properties.find(PropertyId::kReasonString), nullptr);
  EXPECT_EQ(one.door->account()->subscriptions(), 1U);
}

TEST(Screening, TheNinthFilterEndsIt) {
  const std::vector<Filter> nine(9, Filter{"good", 0});
  const Passed closed = Connection{Version::kMqtt311}.subscribe(nine);
  EXPECT_TRUE(closed.ends);
  EXPECT_EQ(closed.to_client, "");
  const Passed told = Connection{Version::kMqtt5}.subscribe(nine);
  EXPECT_TRUE(told.ends);
  EXPECT_EQ(read_disconnect(next_frame(told.to_client).frame, Version::kMqtt5)->reason, 0x97);
}

TEST(Screening, AConnackTellsTheServicesLimits) {
  Connection one{Version::kMqtt5, ""};
  EXPECT_EQ(read_connect(next_frame(one.connected.to_broker).frame)->client_id, "auto-1");
  const Passed told = one.from_broker("\x20\x03\x00\x00\x00"sv);
  const auto connack = read_connack(next_frame(told.to_client).frame, Version::kMqtt5);
  ASSERT_TRUE(connack.has_value());
  const auto number = [&](PropertyId id) { return connack->properties.find(id)->number(); };
  EXPECT_EQ(connack->properties.find(PropertyId::kAssignedClientIdentifier)->text(), "auto-1");
  EXPECT_EQ(number(PropertyId::kServerKeepAlive), 30U);
  EXPECT_EQ(number(PropertyId::kReceiveMaximum), 100U);
  EXPECT_EQ(number(PropertyId::kTopicAliasMaximum), 8U);
  EXPECT_EQ(number(PropertyId::kMaximumQos), 1U);
  EXPECT_EQ(number(PropertyId::kMaximumPacketSize), 149504U);
  EXPECT_EQ(number(PropertyId::kSubscriptionIdentifierAvailable), 0U);
  EXPECT_EQ(one.screening->keep_alive(), 30);
}

constexpr const char* kUpdate = "$aws/things/c/shadow/update";

TEST(Screening, ARequestBeyondItsQuotaGoesToTheServiceAsTurnedAway) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    Connection one{version};
    for (int i = 0; i < 20; ++i) {
      ASSERT_NE(one.publish(kUpdate, 1).to_broker, "");
      one.from_broker("\x40\x02\x00\x07"sv);
    }
    const Passed away = one.publish(kUpdate, 1);
    EXPECT_EQ(away.to_client, "") << "its PUBACK is the broker's";
    const auto told = read_publish(next_frame(away.to_broker).frame, version);
    EXPECT_EQ(told->topic, "$shadowsim/rejected/429/$aws/things/c/shadow/update");
    EXPECT_EQ(told->payload, "x");
    EXPECT_EQ(told->packet_id, 7);
    EXPECT_EQ(one.from_broker("\x40\x02\x00\x07"sv).to_client, "\x40\x02\x00\x07"sv);
  }
}

TEST(Screening, AnAcknowledgedRequestIsNotOpenAnyMore) {
  Connection one{Version::kMqtt311};
  for (std::uint16_t id = 1; id <= 11; ++id) {
    const Passed passed = one.publish(kUpdate, 1, id);
    EXPECT_EQ(read_publish(next_frame(passed.to_broker).frame, Version::kMqtt311)->topic == kUpdate,
              id <= 10);
  }
  one.from_broker("\x40\x02\x00\x03"sv);
  const Passed passed = one.publish(kUpdate, 1, 3);
  EXPECT_EQ(read_publish(next_frame(passed.to_broker).frame, Version::kMqtt311)->topic, kUpdate);
}

TEST(Screening, APingOfItsOwnTellsThatARequestWithoutAcknowledgementIsAnswered) {
  Connection one{Version::kMqtt5};
  const auto is_turned_away = [&] {
    const Passed passed = one.publish(kUpdate, 0);
    const Frame frame = next_frame(passed.to_broker).frame;
    const std::string_view rest = std::string_view{passed.to_broker}.substr(frame.bytes.size());
    EXPECT_TRUE(rest == "" || rest == "\xC0\x00"sv);
    return rest.empty();
  };
  one.from_client("\xC0\x00"sv);
  for (int i = 0; i < 10; ++i)
    EXPECT_FALSE(is_turned_away());
  EXPECT_TRUE(is_turned_away());
  EXPECT_EQ(one.from_broker("\xD0\x00"sv).to_client, "\xD0\x00"sv) << "the client's own";
  EXPECT_TRUE(is_turned_away());
  EXPECT_EQ(one.from_broker("\xD0\x00"sv).to_client, "");
  EXPECT_FALSE(is_turned_away());
}

TEST(Screening, WhatTheServiceDoesNotTellBecomesSuccess) {
  Connection one{Version::kMqtt5};
  one.publish("good", 1);
  std::string unheard;
  append_puback(unheard, Version::kMqtt5, 7, 0x10, {});
  EXPECT_EQ(puback(one.from_broker(unheard).to_client).reason, 0);
  std::string denied;
  append_puback(denied, Version::kMqtt5, 7, 0x87, {});
  EXPECT_EQ(puback(one.from_broker(denied).to_client).reason, 0x87);
  std::string unknown;
  append_unsuback(unknown, Version::kMqtt5, 5, "\x11\x80\x11");
  const Passed told = one.from_broker(unknown);
  EXPECT_EQ(read_subscribe_answer(next_frame(told.to_client).frame, Version::kMqtt5)->codes,
            "\0\x80\0"sv);
}

TEST(Screening, AMessagesExpiryIsHeldToTheServicesRange) {
  for (const auto& [wished, in_force] :
       std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {60, 60}, {604'801, 604'800}}) {
    Connection one{Version::kMqtt5};
    PropertyWriter properties;
    properties.set_four_bytes(PropertyId::kMessageExpiryInterval, wished);
    std::string bytes;
    append_publish(bytes, Version::kMqtt5, {.topic = "good", .payload = "x"}, properties);
    const Passed passed = one.from_client(bytes);
    const auto told = read_publish(next_frame(passed.to_broker).frame, Version::kMqtt5);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(told->properties.find(PropertyId::kMessageExpiryInterval)->number(), in_force);
    EXPECT_EQ(told->payload, "x");
  }
}

TEST(Screening, PacketsOfQos2HaveNoPlace) {
  for (const Version version : {Version::kMqtt311, Version::kMqtt5}) {
    for (const std::string_view bytes :
         {"\x62\x02\x00\x01"sv, "\x50\x02\x00\x01"sv, "\x70\x02\x00\x01"sv}) {
      Connection one{version};
      const Passed passed = one.from_client(bytes);
      EXPECT_TRUE(passed.ends);
      EXPECT_EQ(passed.to_broker, "");
    }
  }
}

TEST(Screening, ADeniedDeliveryIsAcknowledgedInTheClientsPlace) {
  Connection one{Version::kMqtt5};
  std::string bytes;
  append_publish(bytes, Version::kMqtt5,
                 {.qos = 1, .topic = "bad", .packet_id = 3, .payload = "x"});
  const Passed dropped = one.from_broker(bytes);
  EXPECT_EQ(dropped.to_client, "");
  EXPECT_EQ(puback(dropped.to_broker).packet_id, 3);
  std::string good;
  append_publish(good, Version::kMqtt5, {.topic = "good", .payload = "x"});
  EXPECT_EQ(one.from_broker(good).to_client, good);
}

}  // namespace
}  // namespace shadowsim::gateway
