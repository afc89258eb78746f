#include "sim/gateway/delivery_window.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

std::string delivered(DeliveryWindow& window, std::string_view packet) {
  std::string to_client;
  window.deliver(packet, to_client);
  return to_client;
}

std::string acknowledged(DeliveryWindow& window) {
  std::string to_client;
  window.acknowledged(to_client);
  return to_client;
}

TEST(DeliveryWindow, WithoutALimitNothingIsHeldBack) {
  for (DeliveryWindow window : {DeliveryWindow{}, DeliveryWindow{std::nullopt}}) {
    for (int i = 0; i < 70'000; ++i)
      ASSERT_EQ(delivered(window, "p"), "p");
    EXPECT_EQ(window.held_bytes(), 0U);
  }
}

TEST(DeliveryWindow, WhatIsBeyondTheLimitWaitsForAcknowledgementsInItsOrder) {
  DeliveryWindow window{std::uint16_t{2}};
  EXPECT_EQ(delivered(window, "one"), "one");
  EXPECT_EQ(delivered(window, "two"), "two");
  EXPECT_EQ(delivered(window, "three"), "");
  EXPECT_EQ(delivered(window, "four"), "");
  EXPECT_EQ(window.held_bytes(), 9U);
  EXPECT_EQ(acknowledged(window), "three");
  EXPECT_EQ(window.held_bytes(), 4U);
  EXPECT_EQ(delivered(window, "five"), "") << "the one let go is not acknowledged itself";
  EXPECT_EQ(acknowledged(window), "four");
  EXPECT_EQ(acknowledged(window), "five");
  EXPECT_EQ(window.held_bytes(), 0U);
}

TEST(DeliveryWindow, AnAcknowledgementOfNothingGivesNoRoom) {
  DeliveryWindow window{std::uint16_t{1}};
  EXPECT_EQ(acknowledged(window), "");
  EXPECT_EQ(acknowledged(window), "");
  EXPECT_EQ(delivered(window, "one"), "one");
  EXPECT_EQ(delivered(window, "two"), "");
}

TEST(DeliveryWindow, AppendsToWhatIsToBeSentAlready) {
  DeliveryWindow window{std::uint16_t{1}};
  std::string to_client = "before ";
  window.deliver("one", to_client);
  window.deliver("two", to_client);
  window.acknowledged(to_client);
  EXPECT_EQ(to_client, "before onetwo");
}

}  // namespace
}  // namespace shadowsim::gateway
