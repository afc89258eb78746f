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

TEST(DoubtAboutResource, NamesTheNearestType) {
  EXPECT_EQ(doubt_about_resource("arn:aws:iot:r:1:topcfilter/a", true),
            "'arn:aws:iot:r:1:topcfilter/a': AWS IoT has no resources of the type 'topcfilter', so "
            "it matches nothing, did you mean 'topicfilter'?");
}

TEST(DoubtAboutResource, SaysWhatMatchesNothing) {
  using Case = std::pair<const char*, const char*>;
  for (const auto& [text, doubt] :
       {Case{"arn:aws:iot:r:1:a/b", "no resources of the type 'a', so it matches nothing"},
        Case{"arn:aws:iot:r:1:x?y*", "no resources of the type 'x?y*'"},
        Case{"arn:aws:iot:r:1:Topic/a", "did you mean 'topic'?"},
        Case{"arn:aws:iot:r:1:${iot:ClientId", ""},
        Case{"arn:aws:iot:r:1:", "no resources of the type ''"},
        Case{"arn:aws:iot:r:1:topic", "names nothing behind 'topic', like topic/a"},
        Case{"arn:aws:s3:::bucket", "is a resource of another service"}})
    EXPECT_THAT(doubt_about_resource(text, true), HasSubstr(doubt)) << text;
}

TEST(DoubtAboutResource, IsNoneWhereAKnownTypeFits) {
  for (const char* const text :
       {"*", "arn:aws:iot:r:1:*", "arn:aws:iot:r:1:t*", "arn:aws:iot:r:1:topic?ilter/a",
        "arn:aws:iot:r:1:topic${*}", "arn:aws:iot:r:1:${iot:ClientId}/a",
        "arn:aws:iot:r:1:client/${iot:ClientId}", "arn:aws:iot:r:1:thing/a/b",
        "arn:aws:iot:r:1:rolealias/a", "arn:aws:greengrass:r:1:components:a"})
    EXPECT_EQ(doubt_about_resource(text, true), "") << text;
}

}  // namespace
}  // namespace shadowsim::policy
