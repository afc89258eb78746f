#include "sim/policy/resource_flaw.h"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shadowsim::policy {
namespace {

using testing::HasSubstr;

TEST(ResourceFlaw, SaysWhatIsWrong) {
  using Case = std::pair<const char*, const char*>;
  for (const auto& [text, flaw] :
       {Case{"", "must be '*' or an ARN"}, Case{"topic/a", "must be '*' or an ARN"},
        Case{"arn:aws:iot:us-east-1:topic/a", "an ARN of six parts"},
        Case{"urn:aws:iot:us-east-1:1:topic/a", "an ARN of six parts"},
        Case{"arn:aws::us-east-1:1:topic/a", "the third part of an ARN is the service's name"},
        Case{"arn:aws:i*:us-east-1:1:topic/a", "without wildcards"},
        Case{"arn:aws:iot:${aws:Region}:1:topic/a", "in the last part of an ARN only"}})
    EXPECT_THAT(flaw_of_resource(text, true), HasSubstr(flaw)) << text;
}

TEST(ResourceFlaw, FindsNoneInAResource) {
  for (const char* const text :
       {"*", "arn:aws:iot:us-east-1:123456789012:topic/a/b", "arn:*:iot:*:*:*",
        "arn:aws:iot:us-east-1:1:topic/a:b:c", "arn:aws:iot:us-east-1:1:topic/${iot:ClientId}"})
    EXPECT_EQ(flaw_of_resource(text, true), "") << text;
}

TEST(ResourceFlaw, WithoutVariablesTheirSignsAreText) {
  EXPECT_EQ(flaw_of_resource("arn:aws:iot:${aws:Region}:topic/a", false), "")
      << "the colon in the braces parts it";
  EXPECT_THAT(flaw_of_resource("arn:aws:iot:${aws:Region}:topic/a", true), HasSubstr("six parts"));
}

}  // namespace
}  // namespace shadowsim::policy
