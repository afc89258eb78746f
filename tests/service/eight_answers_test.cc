// Eight answers in which an open-source emulator departs from AWS, and in which this service must
// not.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/service/shadow_service.h"
#include "sim/shadow/answer.h"

namespace shadowsim::service {
namespace {

using testing::HasSubstr;

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

// Sends an update to a service that holds nothing, and reads the refusal.
shadow::Rejected refusal_of(const std::string& payload) {
  ShadowService service;
  Publications publications;
  service.handle("$aws/things/lamp/shadow/update", payload, kNow, publications);
  EXPECT_EQ(publications.size(), 1U);
  EXPECT_EQ(publications[0].topic, "$aws/things/lamp/shadow/update/rejected");
  EXPECT_EQ(service.store().shadows(), 0U);
  return shadow::read_rejected(publications[0].payload).value();
}

TEST(EightAnswers, ADocumentOfNineKilobytesIsTooLarge) {
  const auto rejected = refusal_of(R"({"state":{"reported":{"blob":")" +
                                   std::string(9 * 1024, 'x') + R"("}},"clientToken":"t"})");
  EXPECT_EQ(rejected.code, 413);
  EXPECT_EQ(rejected.client_token, "t");
}

TEST(EightAnswers, NineLevelsAreTooMany) {
  const auto rejected = refusal_of(
      R"({"state":{"desired":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}}})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_EQ(rejected.message, "JSON contains too many levels of nesting; maximum is 8");
}

TEST(EightAnswers, AClientTokenOfSeventyBytesIsInvalid) {
  const auto rejected =
      refusal_of(R"({"state":{},"clientToken":")" + std::string(70, 't') + R"("})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_EQ(rejected.message, "Invalid clientToken");
  EXPECT_EQ(rejected.client_token, "");
}

TEST(EightAnswers, NullInsideAnArrayIsAnInvalidNode) {
  const auto rejected = refusal_of(R"({"state":{"desired":{"zones":["n",null]}}})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_THAT(rejected.message, HasSubstr("State contains an invalid node"));
}

TEST(EightAnswers, AnUnknownNodeInStateIsInvalid) {
  const auto rejected = refusal_of(R"({"state":{"desired":{"a":1},"wished":{"a":1}}})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_EQ(rejected.message, "State contains an invalid node: 'wished'");
}

TEST(EightAnswers, AVersionOfTheWrongTypeIsABadRequestAndNoConflict) {
  const auto rejected = refusal_of(R"({"state":{"desired":{"a":1}},"version":"seven"})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_EQ(rejected.message, "Invalid version");
}

TEST(EightAnswers, ANestedNullInANewObjectIsNotStored) {
  ShadowService service;
  Publications publications;
  service.handle("$aws/things/lamp/shadow/update",
                 R"({"state":{"desired":{"a":{"b":1,"c":null}}}})", kNow, publications);
  service.handle("$aws/things/lamp/shadow/get", "", kNow, publications);
  const auto got = shadow::read_get_accepted(publications[0].payload).value();
  EXPECT_EQ(got.desired.leaf("/a/b"), "1");
  EXPECT_THAT(publications[0].payload, Not(HasSubstr(R"("c")")));
}

TEST(EightAnswers, ADesiredThatIsNoObjectIsRefused) {
  const auto rejected = refusal_of(R"({"state":{"desired":"on","reported":{"a":1}}})");
  EXPECT_EQ(rejected.code, 400);
  EXPECT_EQ(rejected.message, "Desired node must be an object");
}

}  // namespace
}  // namespace shadowsim::service
