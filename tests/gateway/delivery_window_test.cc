#include "sim/gateway/delivery_window.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kNow{1h};

std::string delivered(DeliveryWindow& window, std::uint16_t packet_id, std::string_view packet,
                      TimePoint now = kNow) {
  std::string to_client;
  window.deliver(packet_id, packet, now, to_client);
  return to_client;
}

std::string acknowledged(DeliveryWindow& window, std::uint16_t packet_id, TimePoint now = kNow) {
  std::string to_client;
  EXPECT_TRUE(window.acknowledged(packet_id, now, to_client));
  return to_client;
}

// What is sent in the place of one given up, and which that was: "3: next".
std::string gave_up(DeliveryWindow& window, TimePoint now) {
  EXPECT_EQ(window.until_giving_up(now), Duration::zero());
  std::string to_client;
  const std::uint16_t packet_id = window.give_up(now, to_client);
  return std::to_string(packet_id) + ": " + to_client;
}

bool is_late(DeliveryWindow& window, std::uint16_t packet_id) {
  std::string to_client;
  const bool counts = window.acknowledged(packet_id, kNow + 24h, to_client);
  EXPECT_TRUE(counts || to_client.empty()) << "its place was free already";
  return !counts;
}

TEST(DeliveryWindow, WithoutALimitNothingIsHeldBack) {
  for (DeliveryWindow window : {DeliveryWindow{}, DeliveryWindow{std::nullopt}}) {
    for (int i = 0; i < 70'000; ++i)
      ASSERT_EQ(delivered(window, static_cast<std::uint16_t>(i), "p"), "p");
    EXPECT_EQ(window.held_bytes(), 0U);
    EXPECT_FALSE(window.awaits(1));
  }
}

TEST(DeliveryWindow, WhatIsBeyondTheLimitWaitsForAcknowledgementsInItsOrder) {
  DeliveryWindow window{std::uint16_t{2}};
  EXPECT_EQ(delivered(window, 1, "one"), "one");
  EXPECT_EQ(delivered(window, 2, "two"), "two");
  EXPECT_EQ(delivered(window, 3, "three"), "");
  EXPECT_EQ(delivered(window, 4, "four"), "");
  EXPECT_EQ(window.held_bytes(), 9U);
  EXPECT_EQ(acknowledged(window, 2), "three");
  EXPECT_EQ(window.held_bytes(), 4U);
  EXPECT_EQ(delivered(window, 5, "five"), "") << "the one let go is not acknowledged itself";
  EXPECT_EQ(acknowledged(window, 1), "four");
  EXPECT_EQ(acknowledged(window, 3), "five");
  EXPECT_EQ(window.held_bytes(), 0U);
}

TEST(DeliveryWindow, AwaitsWhatIsSentOrHeldUntilItIsAcknowledged) {
  DeliveryWindow window{std::uint16_t{1}};
  delivered(window, 7, "sent");
  delivered(window, 8, "held");
  EXPECT_TRUE(window.awaits(7));
  EXPECT_TRUE(window.awaits(8));
  EXPECT_FALSE(window.awaits(9));
  acknowledged(window, 7);
  EXPECT_FALSE(window.awaits(7));
  EXPECT_TRUE(window.awaits(8));
}

TEST(DeliveryWindow, AnAcknowledgementOfNothingGivesNoRoom) {
  DeliveryWindow window{std::uint16_t{1}};
  EXPECT_EQ(acknowledged(window, 1), "");
  EXPECT_EQ(delivered(window, 1, "one"), "one");
  EXPECT_EQ(delivered(window, 2, "two"), "");
  EXPECT_EQ(acknowledged(window, 3), "");
}

TEST(DeliveryWindow, AppendsToWhatIsToBeSentAlready) {
  DeliveryWindow window{std::uint16_t{1}};
  std::string to_client = "before ";
  window.deliver(1, "one", kNow, to_client);
  window.deliver(2, "two", kNow, to_client);
  window.acknowledged(1, kNow, to_client);
  EXPECT_EQ(to_client, "before onetwo");
}

TEST(DeliveryWindow, WithoutPatienceSetNothingIsGivenUp) {
  DeliveryWindow window{std::uint16_t{2}};
  delivered(window, 1, "one");
  EXPECT_EQ(window.until_giving_up(kNow + 24h), std::nullopt);
}

TEST(DeliveryWindow, GivesUpTheOldestThatIsNotAcknowledgedInTime) {
  DeliveryWindow window{std::uint16_t{3}, 960s};
  EXPECT_EQ(window.until_giving_up(kNow), 960s) << "of whatever may be delivered";
  delivered(window, 1, "one", kNow);
  delivered(window, 2, "two", kNow + 1s);
  delivered(window, 3, "three", kNow + 5s);
  EXPECT_EQ(window.until_giving_up(kNow + 10s), 950s);
  acknowledged(window, 1);
  EXPECT_EQ(window.until_giving_up(kNow + 10s), 951s);
  EXPECT_EQ(gave_up(window, kNow + 961s), "2: ");
  EXPECT_EQ(window.until_giving_up(kNow + 961s), 4s);
  EXPECT_FALSE(window.awaits(2));
}

TEST(DeliveryWindow, APlaceThatIsGivenUpIsFreeForWhatIsHeldBack) {
  DeliveryWindow window{std::uint16_t{1}, 60s};
  delivered(window, 1, "one");
  delivered(window, 2, "two");
  delivered(window, 3, "three");
  EXPECT_EQ(gave_up(window, kNow + 60s), "1: two");
  EXPECT_EQ(window.held_bytes(), 5U);
  EXPECT_EQ(window.until_giving_up(kNow + 60s), 60s) << "its time begins when it is sent";
  EXPECT_EQ(acknowledged(window, 2, kNow + 90s), "three");
  EXPECT_EQ(window.until_giving_up(kNow + 90s), 60s);
}

TEST(DeliveryWindow, ALateAcknowledgementCountsForNothing) {
  DeliveryWindow window{std::uint16_t{1}, 60s};
  delivered(window, 1, "one");
  gave_up(window, kNow + 60s);
  EXPECT_TRUE(is_late(window, 1));
  EXPECT_FALSE(is_late(window, 1)) << "once only";
}

TEST(DeliveryWindow, WhereAnIdIsUsedAgainTheFirstAcknowledgementIsTheOlderOnes) {
  DeliveryWindow window{std::uint16_t{1}, 60s};
  delivered(window, 1, "one");
  gave_up(window, kNow + 60s);
  EXPECT_EQ(delivered(window, 1, "another", kNow + 70s), "another");
  EXPECT_TRUE(is_late(window, 1));
  EXPECT_TRUE(window.awaits(1)) << "the new one is not acknowledged by that";
  EXPECT_EQ(acknowledged(window, 1), "");
  EXPECT_FALSE(window.awaits(1));
}

}  // namespace
}  // namespace shadowsim::gateway
