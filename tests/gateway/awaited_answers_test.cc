#include "sim/gateway/awaited_answers.h"

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

TEST(AwaitedAnswers, AnAnswerToNothingIsNobodys) {
  AwaitedAnswers awaited;
  EXPECT_EQ(awaited.acknowledged(7), std::nullopt);
  EXPECT_EQ(awaited.unacknowledged(), 0U);
  EXPECT_EQ(awaited.ping_answered(), std::nullopt);
}

TEST(AwaitedAnswers, CountsPublishesWithoutTheirPuback) {
  AwaitedAnswers awaited;
  awaited.published();
  awaited.published();
  EXPECT_EQ(awaited.unacknowledged(), 2U);
  awaited.acknowledged(1);
  EXPECT_EQ(awaited.unacknowledged(), 1U) << "whether it was a request or not";
}

TEST(AwaitedAnswers, ARequestHasItsAnswerWithItsOwnPubackOnly) {
  AwaitedAnswers awaited;
  EXPECT_EQ(awaited.requested(1, 10), std::nullopt);
  EXPECT_EQ(awaited.requested(2, 20), std::nullopt);
  EXPECT_EQ(awaited.acknowledged(3), std::nullopt);
  EXPECT_EQ(awaited.acknowledged(2), 20U);
  EXPECT_EQ(awaited.acknowledged(2), std::nullopt);
  EXPECT_EQ(awaited.acknowledged(1), 10U);
}

TEST(AwaitedAnswers, APacketIdUsedAgainGivesBackThePlaceOfTheFirst) {
  AwaitedAnswers awaited;
  awaited.requested(1, 10);
  EXPECT_EQ(awaited.requested(1, 11), 10U);
  EXPECT_EQ(awaited.acknowledged(1), 11U);
}

TEST(AwaitedAnswers, PingsAreAnsweredInTheirOrder) {
  AwaitedAnswers awaited;
  awaited.pinged_for(10);
  awaited.pinged_by_client();
  awaited.pinged_for(11);
  EXPECT_EQ(awaited.ping_answered(), 10U);
  EXPECT_EQ(awaited.ping_answered(), std::nullopt) << "the client's own";
  EXPECT_EQ(awaited.ping_answered(), 11U);
}

}  // namespace
}  // namespace shadowsim::gateway
