#include "sim/probe/told_probe.h"

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using packet::PacketType;
using packet::PropertyId;
using packet::Version;

Finding find(double configured, std::optional<double> asked, std::optional<std::uint32_t> told) {
  const Steps steps = [=](Desk& desk) {
    const ToldTask task{.ask = [told](Desk&) -> Told { co_return told; },
                        .configured = configured,
                        .tolerance = 1,
                        .asked = asked};
    return find_told(desk, task);
  };
  return play_alone(steps,
                    [](Line, const packet::Frame&, TimePoint) { return std::vector<Event>{}; });
}

TEST(ToldProbe, WhatIsToldHoldsWhereItIsWhatIsConfigured) {
  EXPECT_EQ(find(100, std::nullopt, 100).verdict, Verdict::kHolds);
  EXPECT_EQ(saw_text(find(100, std::nullopt, 100)), "told 100");
  EXPECT_EQ(find(100, std::nullopt, 99).verdict, Verdict::kHolds) << "so much less may be told";
  EXPECT_EQ(find(100, std::nullopt, 98).verdict, Verdict::kDiffers);
  EXPECT_EQ(find(100, std::nullopt, 101).found, 101);
}

TEST(ToldProbe, WhereWhatWasAskedForComesBackThereIsNoLimit) {
  EXPECT_EQ(find(100, 200, 200).verdict, Verdict::kAbsent);
  EXPECT_EQ(find(100, 200, 100).verdict, Verdict::kHolds);
  EXPECT_EQ(find(100, 200, 150).verdict, Verdict::kDiffers);
}

TEST(ToldProbe, IsBrokenWithoutAnAnswer) {
  EXPECT_EQ(find(100, std::nullopt, std::nullopt).verdict, Verdict::kBroken);
}

// What comes of it is the finding's `found`.
Finding play(const std::function<Told(Desk&)>& ask, const Answering& answering) {
  const Steps steps = [ask](Desk& desk) {
    const ToldTask task{.ask = ask};
    return find_told(desk, task);
  };
  return play_alone(steps, answering);
}

TEST(ToldProbe, ReadsAPropertyOfTheConnack) {
  const auto ask = [](Desk& desk) {
    return told_by_connack(desk, {.client_id = "a"}, PropertyId::kReceiveMaximum, 65535);
  };
  const Finding found = play(ask, [](Line line, const packet::Frame&, TimePoint) {
    packet::PropertyWriter properties;
    properties.set_two_bytes(PropertyId::kReceiveMaximum, 20);
    std::string bytes;
    packet::append_connack(bytes, Version::kMqtt5, false, 0, properties);
    return std::vector<Event>{Arrived{line, bytes}};
  });
  EXPECT_EQ(found.found, 20);
  const Finding unless = play(ask, [](Line line, const packet::Frame&, TimePoint) {
    return std::vector<Event>{connack(line, 0)};
  });
  EXPECT_EQ(unless.found, 65535);
}

TEST(ToldProbe, ReadsTheExpiryOfWhatIsDelivered) {
  const auto ask = [](Desk& desk) { return told_by_delivery(desk, 700); };
  const Finding found =
      play(ask, [](Line line, const packet::Frame& frame, TimePoint) -> std::vector<Event> {
        if (frame.type() == PacketType::kConnect) return {connack(line, 0)};
        std::string bytes;
        if (frame.type() == PacketType::kSubscribe) {
          const auto asked = packet::read_subscribe(frame, Version::kMqtt5);
          packet::append_suback(bytes, Version::kMqtt5, asked->packet_id, std::string(1, '\0'), {});
          return {Arrived{line, bytes}};
        }
        const auto sent = packet::read_publish(frame, Version::kMqtt5);
        EXPECT_EQ(sent->properties.find(PropertyId::kMessageExpiryInterval)->number(), 700U);
        packet::PropertyWriter properties;
        properties.set_four_bytes(PropertyId::kMessageExpiryInterval, 600);
        packet::append_publish(bytes, Version::kMqtt5, {.topic = sent->topic}, properties);
        return {puback(line, sent->packet_id, 0), Arrived{line, bytes}};
      });
  EXPECT_EQ(found.found, 600);
}

}  // namespace
}  // namespace shadowsim::probe
