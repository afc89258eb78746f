#include "sim/conformance/case_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::conformance {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

class CaseRunTest : public testing::Test {
 protected:
  // A case of two steps: the first binds the version, the second sends it back.
  Case case_{"n",
             "why",
             {},
             {{0ms,
               "update",
               R"({"state":{}})",
               false,
               {{"update/accepted", R"({"version":"$bind:v"})"}},
               {"update/delta"}},
              {5ms, "name/s/update", R"({"version":"$ref:v"})", true, {}, {"update/accepted"}}}};
  CaseRun run_{case_, "t"};
};

TEST_F(CaseRunTest, PassesWhereAllThatIsExpectedComesOnceAndNothingElse) {
  auto request = run_.next_request();
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->topic, "$aws/things/t/shadow/update");
  EXPECT_EQ(request->payload, R"({"state":{}})");
  EXPECT_FALSE(run_.is_complete());
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"version":7})");
  run_.arrived("$aws/things/t/shadow/update/documents", "free");
  run_.arrived("$aws/things/other/shadow/update/delta", "of another thing");
  EXPECT_TRUE(run_.is_complete());
  run_.end_step(kNow);

  request = run_.next_request();
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->pause, 5ms);
  EXPECT_EQ(request->payload, R"({"version":7})");
  EXPECT_TRUE(run_.is_complete());
  run_.end_step(kNow);
  EXPECT_FALSE(run_.next_request().has_value());
  EXPECT_TRUE(run_.verdict().passed);
}

TEST_F(CaseRunTest, FailsAndEndsWhereAMessageIsMissing) {
  run_.next_request();
  run_.end_step(kNow);
  EXPECT_FALSE(run_.next_request().has_value());
  EXPECT_FALSE(run_.verdict().passed);
  EXPECT_THAT(run_.verdict().explanation, HasSubstr("step 1: update/accepted: one message"));
}

TEST_F(CaseRunTest, FailsWhereAMessageComesTwice) {
  run_.next_request();
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"version":7})");
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"version":7})");
  run_.end_step(kNow);
  EXPECT_THAT(run_.verdict().explanation, HasSubstr("came 2"));
}

TEST_F(CaseRunTest, FailsWhereAMessageDiffersAndShowsBoth) {
  run_.next_request();
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"versio":7})");
  run_.end_step(kNow);
  EXPECT_THAT(run_.verdict().explanation, HasSubstr("version is missing"));
  EXPECT_THAT(run_.verdict().explanation, HasSubstr(R"(came     {"versio":7})"));
}

TEST_F(CaseRunTest, FailsWhereSomethingComesThatMustNot) {
  run_.next_request();
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"version":7})");
  run_.arrived("$aws/things/t/shadow/update/delta", "{}");
  run_.end_step(kNow);
  EXPECT_THAT(run_.verdict().explanation, HasSubstr("update/delta: nothing was expected"));
}

TEST_F(CaseRunTest, MessagesOfAnEarlierStepDoNotCount) {
  run_.next_request();
  run_.arrived("$aws/things/t/shadow/update/accepted", R"({"version":7})");
  run_.end_step(kNow);
  run_.next_request();
  run_.end_step(kNow);
  EXPECT_TRUE(run_.verdict().passed);
}

TEST_F(CaseRunTest, FailsWhereAPayloadRefersToWhatWasNeverBound) {
  Case unbound{"n", "", {}, {{0ms, "get", R"({"a":"$ref:v"})", true, {}, {}}}};
  CaseRun run{unbound, "t"};
  EXPECT_FALSE(run.next_request().has_value());
  EXPECT_FALSE(run.verdict().passed);
}

TEST_F(CaseRunTest, ListensToEveryAnswerOfEveryShadowItNames) {
  const auto topics = run_.response_topics();
  EXPECT_EQ(topics.size(), 16U);
  EXPECT_THAT(topics, Contains("$aws/things/t/shadow/get/rejected"));
  EXPECT_THAT(topics, Contains("$aws/things/t/shadow/name/s/update/documents"));
}

}  // namespace
}  // namespace shadowsim::conformance
