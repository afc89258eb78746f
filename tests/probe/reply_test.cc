#include "sim/probe/reply.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/packet/packet_writing.h"
#include "tests/probe/alone.h"

namespace shadowsim::probe {
namespace {

using namespace std::string_view_literals;
using packet::Version;
using Kind = Reply::Kind;

constexpr Line kLine = 3;

std::optional<Reply> read(std::string_view bytes, Version version = Version::kMqtt5) {
  return read_reply(Arrived{kLine, std::string{bytes}}, version);
}

std::optional<Reply> message(const std::string& topic, const std::string& payload) {
  std::string bytes;
  packet::append_publish(bytes, Version::kMqtt5, {.topic = topic, .payload = payload});
  return read(bytes);
}

TEST(Reply, WhatAnswersNothingIsNone) {
  EXPECT_EQ(read("\xD0\x00"sv), std::nullopt) << "PINGRESP";
  EXPECT_EQ(read("\x40\x01\x00"sv), std::nullopt) << "half a PUBACK";
  EXPECT_EQ(message("$aws/things/a/shadow/update/delta", "{}"), std::nullopt);
}

TEST(Reply, AnEndIsDisconnectOrClose) {
  const auto told = read_reply(disconnect(kLine, 0x97), Version::kMqtt5);
  EXPECT_EQ(told->kind, Kind::kEnd);
  EXPECT_EQ(to_text(told->sight), "DISCONNECT 0x97");
  const auto closed = read_reply(Ended{kLine}, Version::kMqtt311);
  EXPECT_EQ(closed->kind, Kind::kEnd);
  EXPECT_EQ(closed->line, kLine);
  EXPECT_EQ(to_text(closed->sight), "close");
}

TEST(Reply, CodesFrom0x80RefuseAndThoseBelowDoNot) {
  EXPECT_FALSE(read_reply(connack(kLine, 0x97), Version::kMqtt5)->is_good);
  EXPECT_TRUE(read_reply(connack(kLine, 0), Version::kMqtt5)->is_good);
  EXPECT_FALSE(read("\x20\x02\x00\x02"sv, Version::kMqtt311)->is_good) << "CONNACK 2";
  const auto refused = read_reply(puback(kLine, 7, 0x97), Version::kMqtt5);
  EXPECT_EQ(refused->kind, Kind::kPuback);
  EXPECT_EQ(refused->number, 7U);
  EXPECT_FALSE(refused->is_good);
  EXPECT_TRUE(read_reply(puback(kLine, 7, 0x10), Version::kMqtt5)->is_good) << "no subscribers";
  EXPECT_TRUE(read("\x50\x02\x00\x07"sv)->is_good) << "PUBREC";
}

TEST(Reply, ASubackIsGoodOnlyWithAllOfItsFilters) {
  EXPECT_TRUE(read("\x90\x05\x00\x07\x00\x00\x01"sv)->is_good);
  const auto partly = read("\x90\x06\x00\x07\x00\x00\x97\x01"sv);
  EXPECT_EQ(partly->number, 7U);
  EXPECT_FALSE(partly->is_good);
  EXPECT_EQ(to_text(partly->sight), "SUBACK 0x97");
}

TEST(Reply, AMessageBringsItsNumber) {
  EXPECT_EQ(message("t/1", "4711 xxx")->number, 4711U);
  EXPECT_EQ(message("t/1", "x")->number, 0U);
  const auto accepted = message("$aws/things/a/shadow/update/accepted",
                                R"({"state":{},"version":3,"clientToken":"p12"})");
  EXPECT_EQ(accepted->kind, Kind::kShadow);
  EXPECT_EQ(accepted->number, 12U);
  EXPECT_TRUE(accepted->is_good);
  const auto rejected = message("$aws/things/a/shadow/name/s/update/rejected",
                                R"({"code":429,"message":"x","clientToken":"p13"})");
  EXPECT_EQ(rejected->number, 13U);
  EXPECT_FALSE(rejected->is_good);
  EXPECT_EQ(to_text(rejected->sight), "rejected 429");
}

TEST(Reply, AConnackTellsTheKeepAlive) {
  std::string bytes;
  packet::PropertyWriter properties;
  properties.set_two_bytes(packet::PropertyId::kServerKeepAlive, 30);
  packet::append_connack(bytes, Version::kMqtt5, false, 0, properties);
  EXPECT_EQ(read(bytes)->keep_alive, 30);
  EXPECT_EQ(read_reply(connack(kLine, 0), Version::kMqtt5)->keep_alive, 0);
}

}  // namespace
}  // namespace shadowsim::probe
