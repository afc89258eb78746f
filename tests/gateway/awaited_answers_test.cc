#include "sim/gateway/awaited_answers.h"

#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using Ping = AwaitedAnswers::Ping;

TEST(AwaitedAnswers, AnAnswerToNothingIsNobodys) {
  AwaitedAnswers awaited;
  EXPECT_EQ(awaited.acknowledged(7), std::nullopt);
  EXPECT_EQ(awaited.unacknowledged(), 0U);
  EXPECT_EQ(awaited.ping_answered(), Ping{}) << "the client's";
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
  const Ping of_request{AwaitedAnswers::Asker::kRequest, 10};
  const Ping of_client{};
  const Ping of_backlog{AwaitedAnswers::Asker::kBacklog};
  for (const Ping& ping : {of_request, of_client, of_backlog})
    awaited.pinged(ping);
  EXPECT_EQ(awaited.ping_answered(), of_request);
  EXPECT_EQ(awaited.ping_answered(), of_client);
  EXPECT_EQ(awaited.ping_answered(), of_backlog);
}

}  // namespace
}  // namespace shadowsim::gateway
