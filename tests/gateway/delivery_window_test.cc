#include "sim/gateway/delivery_window.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

std::string delivered(DeliveryWindow& window, std::uint16_t packet_id, std::string_view packet) {
  std::string to_client;
  window.deliver(packet_id, packet, to_client);
  return to_client;
}

std::string acknowledged(DeliveryWindow& window, std::uint16_t packet_id) {
  std::string to_client;
  window.acknowledged(packet_id, to_client);
  return to_client;
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
  window.deliver(1, "one", to_client);
  window.deliver(2, "two", to_client);
  window.acknowledged(1, to_client);
  EXPECT_EQ(to_client, "before onetwo");
}

}  // namespace
}  // namespace shadowsim::gateway
