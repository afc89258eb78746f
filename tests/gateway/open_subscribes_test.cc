#include "sim/gateway/open_subscribes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::gateway {
namespace {

using namespace std::string_view_literals;

JudgedFilters good_bad_other() {
  JudgedFilters judged;
  judged.leave_to_broker("good");
  judged.refuse("bad", 0x87, "no policy allows it");
  judged.leave_to_broker("other");
  return judged;
}

TEST(OpenSubscribes, ASubackForNothingIsNotOurs) {
  OpenSubscribes open;
  EXPECT_FALSE(open.answer(5, "\x01"sv).has_value());
  open.add(5, good_bad_other());
  EXPECT_FALSE(open.answer(6, "\x01\x01"sv).has_value());
}

TEST(OpenSubscribes, OurCodesStandAmongTheBrokersWhereTheirFiltersStood) {
  OpenSubscribes open;
  open.add(5, good_bad_other());
  const auto answer = open.answer(5, "\x01\x00"sv);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->codes, "\x01\x87\x00"sv);
  EXPECT_EQ(answer->reason, "no policy allows it");
  EXPECT_THAT(answer->refused, testing::IsEmpty());
  EXPECT_FALSE(open.answer(5, "\x01\x00"sv).has_value()) << "it is answered once";
}

TEST(JudgedFilters, WhatTheBrokerRefusesIsNamedAndWhatWeRefuseIsNot) {
  const auto answer = good_bad_other().answer("\x01\x80"sv);
  EXPECT_EQ(answer.codes, "\x01\x87\x80"sv);
  EXPECT_THAT(answer.refused, testing::ElementsAre("other"));
}

TEST(JudgedFilters, ACodeThatTheBrokerOwesIsLeftOut) {
  const auto answer = good_bad_other().answer("\x01"sv);
  EXPECT_EQ(answer.codes, "\x01\x87"sv);
  EXPECT_THAT(answer.refused, testing::IsEmpty());
}

TEST(JudgedFilters, TheReasonIsThatOfTheFirstRefusal) {
  JudgedFilters judged;
  judged.refuse("a", 0x87, "first");
  judged.refuse("b", 0x97, "second");
  const auto answer = judged.answer({});
  EXPECT_EQ(answer.codes, "\x87\x97"sv);
  EXPECT_EQ(answer.reason, "first");
}

TEST(OpenSubscribes, APacketIdUsedAgainStandsForTheLaterSubscribe) {
  OpenSubscribes open;
  open.add(5, good_bad_other());
  JudgedFilters later;
  later.leave_to_broker("later");
  open.add(5, later);
  const auto answer = open.answer(5, "\x80"sv);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->codes, "\x80"sv);
  EXPECT_THAT(answer->refused, testing::ElementsAre("later"));
}

}  // namespace
}  // namespace shadowsim::gateway
