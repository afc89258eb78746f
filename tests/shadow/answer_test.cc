#include "sim/shadow/answer.h"

#include <string>

#include <gtest/gtest.h>

namespace shadowsim::shadow {
namespace {

class UnreadableAnswer : public testing::TestWithParam<std::string> {};

TEST_P(UnreadableAnswer, IsNone) {
  EXPECT_FALSE(read_delta(GetParam()).has_value());
  EXPECT_FALSE(read_get_accepted(GetParam()).has_value());
  EXPECT_FALSE(read_update_accepted(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    , UnreadableAnswer,
    testing::Values("", "{", "[]", "null", "\xFF", R"({"state":5})",
                    R"({"state":{},"version":"1"})", R"({"state":{},"version":-1})",
                    R"({"state":{},"version":1.5})", R"({"state":{},"timestamp":"now"})",
                    R"({"state":{},"timestamp":-5})", R"({"state":{},"timestamp":1e300})",
                    R"({"state":)" + std::string(100, '[') + std::string(100, ']') + "}"));

TEST(Answer, WithoutMembersIsEmpty) {
  for (const char* payload : {"{}", R"({"state":null,"version":null,"clientToken":null})"}) {
    const auto delta = read_delta(payload);
    ASSERT_TRUE(delta.has_value());
    EXPECT_EQ(delta->version, 0U);
    EXPECT_EQ(delta->client_token, "");
    EXPECT_TRUE(delta->state.empty());
    EXPECT_TRUE(read_get_accepted(payload).has_value());
    EXPECT_TRUE(read_delete_accepted(payload).has_value());
    EXPECT_TRUE(read_rejected(payload).has_value());
    EXPECT_FALSE(read_update_accepted(payload)->has_desired);
  }
}

TEST(Answer, DeltaIsTheStateItself) {
  const auto delta = read_delta(
      R"({"state":{"rgb":{"r":1},"color":"red"},"metadata":{"color":{"timestamp":1}},"version":7,)"
      R"("timestamp":1700000000,"clientToken":"t","new":[]})");
  ASSERT_TRUE(delta.has_value());
  EXPECT_EQ(delta->version, 7U);
  EXPECT_EQ(delta->client_token, "t");
  EXPECT_EQ(delta->timestamp.time_since_epoch().count(), 1'700'000'000);
  EXPECT_EQ(delta->state.leaf("/color"), R"("red")");
  EXPECT_EQ(delta->state.leaf("/rgb/r"), "1");
}

TEST(Answer, UpdateAcceptedSaysWhichSectionsItNames) {
  const auto accepted =
      read_update_accepted(R"({"state":{"desired":null,"reported":{"a":1}},"version":3})");
  ASSERT_TRUE(accepted.has_value());
  EXPECT_TRUE(accepted->has_desired);
  EXPECT_TRUE(accepted->has_reported);
  EXPECT_EQ(accepted->version, 3U);
  EXPECT_FALSE(read_update_accepted(R"({"state":null})")->has_reported);
}

TEST(Answer, AcceptedSectionIsReadOnRequest) {
  const char* const payload = R"({"state":{"desired":{"a":1,"b":null}}})";
  const auto desired = read_accepted_section(payload, SectionName::kDesired);
  ASSERT_TRUE(desired.has_value());
  EXPECT_EQ(desired->leaf("/a"), "1");
  EXPECT_EQ(desired->leaf("/b"), std::nullopt);
  EXPECT_TRUE(read_accepted_section(payload, SectionName::kReported)->empty());
  EXPECT_FALSE(read_accepted_section(R"({"state":{"desired":5}})", SectionName::kDesired));
}

TEST(Answer, GetAcceptedHasAllThreeSections) {
  const auto got = read_get_accepted(
      R"({"state":{"desired":{"a":1,"b":2},"reported":{"b":2},"delta":{"a":1}},"version":9})");
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->desired.leaf("/b"), "2");
  EXPECT_EQ(got->reported.leaf("/b"), "2");
  EXPECT_EQ(got->delta.leaf("/a"), "1");
  EXPECT_EQ(got->version, 9U);
  EXPECT_FALSE(read_get_accepted(R"({"state":{"reported":[]}})").has_value());
}

TEST(Answer, RejectedIsReadWithAndWithoutATimestamp) {
  for (
      const char* payload :
      {R"({"code":404,"message":"No shadow exists with name: 'a'","clientToken":"t"})",
       R"({"code":404,"message":"No shadow exists with name: 'a'","timestamp":1,"clientToken":"t"})"}) {
    const auto rejected = read_rejected(payload);
    ASSERT_TRUE(rejected.has_value());
    EXPECT_EQ(rejected->code, 404);
    EXPECT_EQ(rejected->message, "No shadow exists with name: 'a'");
    EXPECT_EQ(rejected->client_token, "t");
  }
  EXPECT_FALSE(read_rejected(R"({"code":"404"})").has_value());
  EXPECT_FALSE(read_rejected(R"({"code":99999999999})").has_value());
}

TEST(Answer, DeleteAcceptedHasTheVersionThatWas) {
  const auto deleted = read_delete_accepted(R"({"version":4,"timestamp":5,"clientToken":"t"})");
  ASSERT_TRUE(deleted.has_value());
  EXPECT_EQ(deleted->version, 4U);
  EXPECT_EQ(deleted->client_token, "t");
}

}  // namespace
}  // namespace shadowsim::shadow
