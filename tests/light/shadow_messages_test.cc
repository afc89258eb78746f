#include "sim/light/shadow_messages.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::light {
namespace {

using shadow::TopicKind;
using testing::Each;
using testing::SizeIs;
using testing::StartsWith;

TEST(ShadowMessagesTest, APayloadThatIsNotWhatItsTopicPromisesTellsNothing) {
  for (const TopicKind kind :
       {TopicKind::kGetAccepted, TopicKind::kGetRejected, TopicKind::kUpdateAccepted,
        TopicKind::kUpdateRejected, TopicKind::kUpdateDelta}) {
    for (const char* payload : {"", "no JSON", "[]"})
      EXPECT_FALSE(read_event(kind, payload)) << shadow::topic_suffix(kind) << ' ' << payload;
  }
}

TEST(ShadowMessagesTest, TopicsThatALightDoesNotSubscribeToTellItNothing) {
  EXPECT_FALSE(read_event(TopicKind::kUpdateDocuments, R"({"version":1})"));
  EXPECT_FALSE(read_event(TopicKind::kUpdate, R"({"version":1})"));
}

TEST(ShadowMessagesTest, TheSameErrorIsAnotherEventForGetAndUpdate) {
  constexpr const char* kError = R"({"code":404,"message":"none","clientToken":"a-1"})";
  const auto of_get = read_event(TopicKind::kGetRejected, kError);
  const auto of_update = read_event(TopicKind::kUpdateRejected, kError);
  ASSERT_TRUE(of_get && of_update);
  EXPECT_EQ(std::get<GetRejected>(*of_get).rejected.code, 404);
  EXPECT_EQ(std::get<UpdateRejected>(*of_update).rejected.client_token, "a-1");
}

TEST(ShadowMessagesTest, AnAnswerBecomesItsEvent) {
  const auto delta = read_event(TopicKind::kUpdateDelta, R"({"state":{"a":1},"version":7})");
  ASSERT_TRUE(delta);
  EXPECT_EQ(std::get<shadow::Delta>(*delta).version, 7U);
  const auto accepted = read_event(TopicKind::kUpdateAccepted, R"({"state":{},"version":8})");
  ASSERT_TRUE(accepted);
  EXPECT_EQ(std::get<shadow::UpdateAccepted>(*accepted).version, 8U);
  const auto got = read_event(TopicKind::kGetAccepted, R"({"state":{},"version":9})");
  ASSERT_TRUE(got);
  EXPECT_EQ(std::get<shadow::GetAccepted>(*got).version, 9U);
}

TEST(ShadowMessagesTest, TheFiltersOfAShadowFitIntoOneSubscribeToAws) {
  const auto filters = answer_filters({"lamp", "night"});
  EXPECT_THAT(filters, SizeIs(testing::Le(8U)));
  EXPECT_THAT(filters, Each(StartsWith("$aws/things/lamp/shadow/name/night/")));
}

TEST(ShadowMessagesTest, OrdersBecomeRequests) {
  EXPECT_EQ(make_payload(Get{"a-1"}), R"({"clientToken":"a-1"})");
  const auto on = shadow::Section::parse(R"({"on":true})").value();
  EXPECT_EQ(make_payload(Report{"a-2", on, {}}),
            R"({"state":{"reported":{"on":true}},"clientToken":"a-2"})");
  EXPECT_EQ(make_payload(Report{"a-3", on, on}),
            R"({"state":{"desired":{"on":true},"reported":{"on":true}},"clientToken":"a-3"})");
}

TEST(ShadowMessagesTest, OnlyAnswersToRequestsNameOne) {
  for (const TopicKind answer : {TopicKind::kGetAccepted, TopicKind::kGetRejected,
                                 TopicKind::kUpdateAccepted, TopicKind::kUpdateRejected}) {
    const auto event =
        read_event(answer, R"({"state":{},"version":9,"code":429,"message":"","clientToken":"a"})");
    ASSERT_TRUE(event);
    EXPECT_EQ(client_token_of(*event), "a");
  }
  const auto delta =
      read_event(TopicKind::kUpdateDelta, R"({"state":{},"version":9,"clientToken":"a"})");
  ASSERT_TRUE(delta);
  EXPECT_EQ(client_token_of(*delta), "") << "that is the update's, whose answer is another message";
  EXPECT_EQ(client_token_of(Connected{}), "");
}

// Nothing that a light says needs a check at run time. Source: account-quotas.md, section 2.
TEST(ShadowMessagesTest, TheLongestNamesStayWithinTheQuotasOfTopics) {
  const std::string thing(128, 't');
  const std::string shadow(64, 's');
  std::vector<std::string> topics = answer_filters({thing, shadow});
  for (const TopicKind said : kSaid)
    topics.push_back(shadow::make_topic({thing, shadow}, said));
  for (const std::string& topic : topics) {
    EXPECT_LE(topic.size(), 256U) << topic;
    EXPECT_LE(std::ranges::count(topic, '/'), 7) << topic;
  }
}

TEST(ShadowMessagesTest, ATokensNumberStandsBehindItsPrefix) {
  EXPECT_EQ(number_of("light-7.1-42", "light-7.1-"), 42U);
}

}  // namespace
}  // namespace shadowsim::light
